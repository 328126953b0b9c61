"""All measures with their definitions and references: one list that report, review page and documentation share."""

from __future__ import annotations

from annotator.agreement.attribute_measures import figure_exact, figure_log_alpha, joint_f1, on_values
from annotator.agreement.coding_measures import on_labels, on_tokens
from annotator.agreement.gamma_measures import gamma
from annotator.agreement.measured import Measure
from annotator.agreement.relation_measures import attachment_alpha, relation_f1_aligned, relation_f1_strict
from annotator.agreement.span_measures import f1_exact, f1_normalised, f1_overlap, f1_position, semeval
from annotator.agreement.unit_measures import alpha_u_1995, bar_u_alpha, cu_alpha, u_alpha

_HRIPCSAK = "Hripcsak & Rothschild 2005, JAMIA 12(3):296-298"
_SEMEVAL = "Segura-Bedmar, Martínez & Herrero-Zazo 2013, SemEval-2013 task 9, S13-2056"
_FAMILY = "Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality & Quantity 50:2347-2364 (erratum 50:2365)"
_ALPHA = "Krippendorff 2004, Content Analysis, ch. 11; 2011, Computing Krippendorff's Alpha-Reliability"
_KAPPA = "Cohen 1960, Educational and Psychological Measurement 20:37-46"
_AC1 = "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48"
_PI = "Scott 1955, Public Opinion Quarterly 19:321-325"
_S = "Bennett, Alpert & Goldstein 1954, Public Opinion Quarterly 18:303-308"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "f1_exact",
        "F1, exact",
        "Twice the spans with the same extent and label, over all spans of both annotators; mean over pairs.",
        _HRIPCSAK,
        f1_exact,
    ),
    Measure(
        "f1_overlap",
        "F1, overlap",
        "As exact F1, but aligned one to one with the same label and at least one shared character.",
        _HRIPCSAK,
        f1_overlap,
    ),
    Measure(
        "f1_normalised",
        "F1, up to clitics",
        "As exact F1, with boundaries that do not tell clitics, white space and punctuation apart.",
        _HRIPCSAK,
        f1_normalised,
    ),
    Measure(
        "f1_position",
        "F1, position",
        "As overlap F1, whatever the labels: did they mark the same places?",
        _HRIPCSAK,
        f1_position,
    ),
    Measure(
        "semeval_strict",
        "SemEval strict",
        "F1 of aligned spans with the same extent and label.",
        _SEMEVAL,
        semeval("strict"),
    ),
    Measure(
        "semeval_exact",
        "SemEval exact",
        "F1 of aligned spans with the same extent, whatever the label.",
        _SEMEVAL,
        semeval("exact"),
    ),
    Measure(
        "semeval_partial",
        "SemEval partial",
        "F1 of aligned spans, whatever the label; half credit where extents differ.",
        _SEMEVAL,
        semeval("partial"),
    ),
    Measure(
        "semeval_ent_type",
        "SemEval type",
        "F1 of aligned spans with the same label, whatever the extent.",
        _SEMEVAL,
        semeval("ent_type"),
    ),
    Measure(
        "u_alpha",
        "u-alpha",
        "Chance-corrected agreement of whole unitizations of the text, boundaries and labels.",
        _FAMILY,
        u_alpha,
    ),
    Measure(
        "bar_u_alpha",
        "|u-alpha",
        "Chance-corrected agreement on which text is marked at all.",
        _FAMILY,
        bar_u_alpha,
    ),
    Measure(
        "cu_alpha",
        "cu-alpha",
        "Chance-corrected agreement on labels of text that both marked; mean over pairs.",
        _FAMILY,
        cu_alpha,
    ),
    Measure(
        "alpha_u_1995",
        "alpha_U (1995)",
        "One minus observed over expected squared differences of boundaries; for comparison with other tools.",
        "Krippendorff 1995, Sociological Methodology 25:47-76",
        alpha_u_1995,
    ),
    Measure(
        "gamma",
        "gamma",
        "One minus the disorder of the best alignment over that of random continua; takes nested spans.",
        "Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41(3):437-479",
        gamma,
    ),
    Measure(
        "label_percent",
        "Labels, raw",
        "The share of aligned spans with the same label.",
        "",
        on_labels("percent"),
    ),
    Measure(
        "label_kappa",
        "Labels, Cohen's kappa",
        "Cohen's kappa of labels of aligned spans; mean over pairs.",
        _KAPPA,
        on_labels("kappa"),
    ),
    Measure(
        "label_pi",
        "Labels, Scott's pi",
        "Scott's pi of labels of aligned spans; mean over pairs.",
        _PI,
        on_labels("pi"),
    ),
    Measure(
        "label_s",
        "Labels, Bennett's S",
        "Bennett's S of labels of aligned spans; mean over pairs.",
        _S,
        on_labels("s"),
    ),
    Measure(
        "label_ac1",
        "Labels, Gwet's AC1",
        "Gwet's AC1 of labels of aligned spans; mean over pairs.",
        _AC1,
        on_labels("ac1"),
    ),
    Measure(
        "label_alpha",
        "Labels, alpha",
        "Krippendorff's nominal alpha of labels of aligned spans; mean over pairs.",
        _ALPHA,
        on_labels("alpha"),
    ),
    Measure(
        "token_percent",
        "Tokens, raw",
        "The share of tokens with the same label, unmarked ones included.",
        "",
        on_tokens("percent"),
    ),
    Measure(
        "token_kappa",
        "Tokens, Cohen's kappa",
        "Cohen's kappa of tokens; boundaries vanish in it, so it is no headline.",
        _KAPPA,
        on_tokens("kappa"),
    ),
    Measure(
        "token_alpha",
        "Tokens, alpha",
        "Krippendorff's nominal alpha of tokens; mean over pairs.",
        _ALPHA,
        on_tokens("alpha"),
    ),
    Measure(
        "attribute_f1",
        "Attributes, joint F1",
        "F1 of spans that overlap with one label and carry the same value.",
        _HRIPCSAK,
        joint_f1,
    ),
    Measure(
        "attribute_percent",
        "Attributes, raw",
        "The share of aligned spans with the same value.",
        "",
        on_values("percent"),
    ),
    Measure(
        "attribute_kappa",
        "Attributes, Cohen's kappa",
        "Cohen's kappa of values on aligned spans; mean over pairs.",
        _KAPPA,
        on_values("kappa"),
    ),
    Measure(
        "attribute_ac1",
        "Attributes, Gwet's AC1",
        "Gwet's AC1 of values on aligned spans; mean over pairs.",
        _AC1,
        on_values("ac1"),
    ),
    Measure(
        "attribute_alpha",
        "Attributes, alpha",
        "Krippendorff's nominal alpha of values on aligned spans; mean over pairs.",
        _ALPHA,
        on_values("alpha"),
    ),
    Measure(
        "figure_exact",
        "Numbers, exact",
        "The share of aligned figures with exactly the same number.",
        "",
        figure_exact,
    ),
    Measure(
        "figure_log_alpha",
        "Numbers, log alpha",
        "Krippendorff's interval alpha of base-ten logarithms of aligned figures' numbers.",
        _ALPHA,
        figure_log_alpha,
    ),
    Measure(
        "relation_f1_strict",
        "Relations, strict F1",
        "F1 of relations of one type whose ends have the same extents and labels.",
        _HRIPCSAK,
        relation_f1_strict,
    ),
    Measure(
        "relation_f1_aligned",
        "Relations, aligned F1",
        "F1 of relations of one type whose ends are aligned spans.",
        _HRIPCSAK,
        relation_f1_aligned,
    ),
    Measure(
        "attachment_alpha",
        "Attachment, alpha",
        "Nominal alpha of what aligned heads are attached to, or nothing.",
        _ALPHA,
        attachment_alpha,
    ),
)  # fmt: skip
BY_NAME = {measure.name: measure for measure in MEASURES}
DEFAULT: tuple[str, ...] = (
    "f1_exact", "f1_overlap", "f1_normalised", "u_alpha", "bar_u_alpha", "cu_alpha", "label_alpha",
    "attribute_alpha", "attribute_f1", "figure_exact", "figure_log_alpha", "relation_f1_strict",
    "relation_f1_aligned", "attachment_alpha",
)  # fmt: skip
"""What is reported unless measures are named."""
