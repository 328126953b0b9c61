"""Texts and marks that the rows on the text view share: an article's manner, a stress text, long documents."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator.ui.text.look import SAFE_COLOURS
from annotator.ui.text.marks import Mark

ARTICLE = (
    "ارتفع عدد النازحين جراء المعارك في شمال البلاد إلى 1,332 شخصاً، وفقاً لما أعلنته منظمة الإغاثة الدولية مساء "
    "الاثنين. واندلعت الاشتباكات، التي وصفت بأنها الأعنف منذ سنوات، في ريف المدينة يوم السبت الماضي، إثر هجوم شنته "
    "فصائل مسلحة على مواقع تابعة للجيش، تحت اسم “فجر الشمال”.\n"
    "وأفادت المنظمة، ومقرها جنيف، أن القتلى يشملون 129 عنصراً من المسلحين و82 من القوات الحكومية وحلفائها. "
    "وأضافت أن 3.5% من السكان غادروا منازلهم، لأن الله وحده يعلم متى تنتهي الحرب.\n"
    "ونقلت وكالة رويترز (Reuters) عن مسؤول كبير قوله إن “الأوضاع لا تُحتمل”، مشيراً إلى لقاءات مع الأمم المتحدة "
    "والصليب الأحمر لإيصال المساعدات للمتضررين.\n"
)
STRESS = (
    "عام 2016-11-27 بلغ العدد 1,332.50 ثم ٣٬٤٥٦ و٥٫٢٪ أي 3.5% (تقريباً) بين 10:30 و11:45.\n"
    "قال John Smith إن فريق UN-OCHA في Gaziantep يعمل (منذ 2012) مع «Médecins Sans Frontières» هناك.\n"
    "مُحَمَّدٌ رَسُولُ اللَّهِ قَالَ إِنَّ الْكِتَابَ لِلَّهِ وَالْأَمْرُ لَهُ.\n"
    "لا إلى لأنقرة والأولى للآخرين بلا ملابس الإسلام لآلاء فلان الأمل.\n"
    "كـــتاب مـحـمـد الســـلام عليـــكم\n"
    "سمك 😀 وقف 👨\u200d👩\u200d👧 هنا 🇸🇾 ثم 👍🏽 انتهى.\n"
    "نص \u200fABC\u200e وكذلك \u202bداخل\u202c ثم \u2067معزول 12\u2069 و\u200cهنا ن\u200dص\u00a0ملتصق.\n"
)


def article() -> str:
    """The seed article where it lies beside the tree, else one in its manner."""
    seeds = sorted((Path(__file__).resolve().parents[2].parent / "shared" / "seed").glob("*.txt"))
    return seeds[0].read_text("utf-8") if seeds else ARTICLE


def long_text(length: int, *, one_paragraph: bool = False) -> str:
    """The article again and again, to a length in code points."""
    base = article().rstrip() + "\n"
    text = (base * (length // len(base) + 1))[:length]
    return text.replace("\n", " ") if one_paragraph else text


_CHIPS = ("جهة", "رقم", "مصدر")


def marks_for(text: str, seed: int = 1) -> list[Mark]:
    """One mark per eight words, one in ten nested in another, one in five beginning inside a joined word."""
    chance = random.Random(seed)
    words = [found.span() for found in re.finditer(r"\w+", text)]
    marks: list[Mark] = []
    for number in range(0, len(words) - 4, 8):
        start, end = words[number][0], words[number + chance.randint(0, 2)][1]
        if chance.random() < 0.2 and words[number][1] - start > 3:
            start += 1
        marks.append(_mark(len(marks), start, end, chance.randrange(3)))
        if chance.random() < 0.1:
            marks.append(_mark(len(marks), start, words[number][1], chance.randrange(3)))
    return marks


def _mark(number: int, start: int, end: int, label: int) -> Mark:
    return Mark(f"m{number}", start, end, _CHIPS[label], chip=_CHIPS[label], colour=SAFE_COLOURS[label])


def application() -> QApplication:
    """The one application; without a display, drawn to memory."""
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])
