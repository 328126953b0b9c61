#!/bin/sh
# UNTRIED by its authors: puts dist/Raqim.app into a disk image. Run on macOS, after PyInstaller.
# With IDENTITY set ("Developer ID Application: …") the app is signed, and with PROFILE set (kept beforehand by
# `xcrun notarytool store-credentials PROFILE`) notarised; without them it is signed for this machine only, and others
# have to open it by Control-click, Open.
set -eu
cd "$(dirname "$0")/../.."
version=$(python3 -c 'import re; print(re.search(r"^version = \"(.+)\"", open("pyproject.toml").read(), re.M)[1])')
image="dist/raqim-$version-macos-$(uname -m).dmg"
app=dist/Raqim.app

codesign --force --deep --timestamp=none --sign - "$app"
if [ -n "${IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --entitlements packaging/macos/entitlements.plist \
        --sign "$IDENTITY" "$app"
fi
codesign --verify --deep --strict "$app"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname Raqim -srcfolder "$folder" -format ULFO -ov "$image"
if [ -n "${IDENTITY:-}" ] && [ -n "${PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
