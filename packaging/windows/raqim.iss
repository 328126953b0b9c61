; UNTRIED: written for Inno Setup 6, never run by its authors yet. The workflow .github/workflows/packages.yml runs it.
;   iscc /DVersion=0.1.0 packaging\windows\raqim.iss        after PyInstaller has made dist\raqim
#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId={{6C1B7B0E-52B8-4C0B-9B7C-0B6C5F2A7D11}
AppName=Raqim
AppVersion={#Version}
AppPublisher=The Raqim authors
DefaultDirName={autopf}\Raqim
DefaultGroupName=Raqim
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\icons\raqim.ico
UninstallDisplayIcon={app}\raqim.exe
OutputDir=..\..\dist
OutputBaseFilename=raqim-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
WizardStyle=modern
ShowLanguageDialog=auto

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ar"; MessagesFile: "compiler:Languages\Arabic.isl"

[Files]
Source: "..\..\dist\raqim\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\Raqim"; Filename: "{app}\raqim.exe"
Name: "{autodesktop}\Raqim"; Filename: "{app}\raqim.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Registry]
Root: HKA; Subkey: "Software\Classes\.raqim"; ValueType: string; ValueData: "Raqim.Project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Raqim.Project"; ValueType: string; ValueData: "Raqim project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Raqim.Project\DefaultIcon"; ValueType: string; ValueData: "{app}\raqim.exe,0"
Root: HKA; Subkey: "Software\Classes\Raqim.Project\shell\open\command"; ValueType: string; ValueData: """{app}\raqim.exe"" ""%1"""

[Run]
Filename: "{app}\raqim.exe"; Description: "{cm:LaunchProgram,Raqim}"; Flags: nowait postinstall skipifsilent
