; The installer of Sổ CCHC: for one person, without administrator rights, in Vietnamese.
; makensis -INPUTCHARSET UTF8 -DSOURCE=… -DOUT=… -DICON=… -DVERSION=0.1.0 -DNUMBERS=0.1.0.0 -DSCHEMA=1 installer.nsi
; -DQUICK packs fast instead of small: for tries only.
;
; Exit codes of a silent run (/S): 0 done, 3 the program is running, 4 the installed program or the register is newer,
; 5 the folder cannot be written.

Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!ifdef SIGN
  !uninstfinalize '%SO_CCHC_SIGN% "%1"'
!endif

!define NAME "Sổ CCHC"
!define LINK "$SMPROGRAMS\Sổ CCHC.lnk"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\so-cchc"
!define CLASSES "Software\Classes"
!define TYPE "SoCCHC.Goi"
!define DATA "$LOCALAPPDATA\so-cchc"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\so-cchc"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
ManifestDPIAware true
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1066 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài Sổ CCHC"
VIAddVersionKey /LANG=1066 "LegalCopyright" ""

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include x64.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "Chưa cài xong. Dừng cài đặt?"
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình được cài cho riêng người đang dùng máy, không cần quyền quản trị, không cần mạng.$\r$\n$\r$\nNếu máy đã có bản cũ, bản này cài đè lên; sổ và dữ liệu được giữ nguyên.$\r$\n$\r$\nBấm Tiếp tục."
!define MUI_DIRECTORYPAGE_TEXT_TOP "Chương trình nằm trong thư mục dưới đây. Bấm Cài đặt để bắt đầu. Sổ và dữ liệu nằm ở nơi khác, không mất khi gỡ hoặc cài lại."
!define MUI_FINISHPAGE_TITLE "Đã cài xong ${NAME} ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở chương trình từ trình đơn Start: ${NAME}."
!define MUI_FINISHPAGE_RUN "$INSTDIR\so-cchc.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${NAME} ngay"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Gỡ chương trình ${NAME} khỏi máy này. Sổ và dữ liệu được giữ lại, trừ khi được hỏi và trả lời khác."

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

Var Answer
Var Schema

; --- what must be so before anything is touched ---------------------------------------------------------------

!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; $Answer = "1" while so-cchc.exe cannot be opened for writing, which is so while it runs.
!macro DefineAskRunning UN
Function ${UN}AskRunning
  StrCpy $Answer "0"
  ${If} ${FileExists} "$INSTDIR\so-cchc.exe"
    ClearErrors
    FileOpen $R0 "$INSTDIR\so-cchc.exe" a
    ${If} ${Errors}
      StrCpy $Answer "1"
    ${Else}
      FileClose $R0
    ${EndIf}
  ${EndIf}
  ${If} $Answer == "0"
  ${AndIf} ${FileExists} "$INSTDIR\so-cchc-cli.exe"
    ClearErrors
    FileOpen $R0 "$INSTDIR\so-cchc-cli.exe" a
    ${If} ${Errors}
      StrCpy $Answer "1"
    ${Else}
      FileClose $R0
    ${EndIf}
  ${EndIf}
FunctionEnd

Function ${UN}NeedStopped
  again:
  Call ${UN}AskRunning
  ${If} $Answer == "1"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} đang mở. Hãy lưu việc đang làm, đóng chương trình rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro DefineAskRunning ""
!insertmacro DefineAskRunning "un."

; $Schema = the schema number in the header of the register in folder $R1 (bytes 60 to 63), 0 where there is none.
Function ReadSchema
  StrCpy $Schema 0
  ClearErrors
  FileOpen $R0 "$R1\so-cchc.db" r
  ${If} ${Errors}
    Return
  ${EndIf}
  FileSeek $R0 60 SET
  StrCpy $R3 0
  ${Do}
    FileReadByte $R0 $R2
    ${If} ${Errors}
      StrCpy $Schema 0
      ${Break}
    ${EndIf}
    IntOp $Schema $Schema * 256
    IntOp $Schema $Schema + $R2
    IntOp $R3 $R3 + 1
  ${LoopUntil} $R3 = 4
  FileClose $R0
FunctionEnd

Function NeedNotNewer
  ReadRegStr $R0 HKCU "${KEY}" "DisplayVersion"
  ${If} $R0 != ""
    ${VersionCompare} "$R0" "${VERSION}" $R1
    ${If} $R1 == 1
      !insertmacro Refuse 4 "Máy đang có ${NAME} $R0, mới hơn bộ cài này (${VERSION}). Không cài bản cũ đè lên bản mới; chưa có gì bị thay đổi."
    ${EndIf}
  ${EndIf}
  StrCpy $R1 "${DATA}"
  Call NeedKnownSchema
  ; The register may lie elsewhere: the first line of this file says where.
  ClearErrors
  FileOpen $R0 "${DATA}\noi-cat-so.txt" r
  ${IfNot} ${Errors}
    Call ReadUtf8Line
    FileClose $R0
    ${If} $R1 != ""
      Call NeedKnownSchema
    ${EndIf}
  ${EndIf}
FunctionEnd

Function NeedKnownSchema
  Call ReadSchema
  ${If} $Schema > ${SCHEMA}
    !insertmacro Refuse 4 "Sổ trong $R1 do phiên bản mới hơn của ${NAME} tạo ra (lược đồ $Schema, bộ cài này biết đến ${SCHEMA}). Hãy dùng bộ cài mới; chưa có gì bị thay đổi."
  ${EndIf}
FunctionEnd

; $R1 = the first line of the open UTF-8 file $R0, without its end.
Function ReadUtf8Line
  System::Alloc 2052
  Pop $R4
  StrCpy $R5 0
  ClearErrors
  ${Do}
    FileReadByte $R0 $R2
    ${If} ${Errors}
    ${OrIf} $R2 = 10
    ${OrIf} $R2 = 13
    ${OrIf} $R5 >= 1020
      ${Break}
    ${EndIf}
    IntOp $R6 $R4 + $R5
    System::Call "*$R6(&i1 $R2)"
    IntOp $R5 $R5 + 1
  ${Loop}
  IntOp $R6 $R4 + $R5
  System::Call "*$R6(&i1 0)"
  System::Call "kernel32::MultiByteToWideChar(i 65001, i 0, p R4, i -1, w .R1, i ${NSIS_MAX_STRLEN})"
  System::Free $R4
  ClearErrors
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 5 "${NAME} cần Windows 64 bit."
  ${EndIf}
  Call NeedNotNewer
  Call NeedStopped
FunctionEnd

; --- installing -----------------------------------------------------------------------------------------------

Section
  Call NeedStopped
  SetOutPath "$INSTDIR"
  ; The old program goes aside in one step and comes back when the new one does not fit: no mixture of two versions.
  RMDir /r "$INSTDIR\_internal.cu"
  ${If} ${FileExists} "$INSTDIR\_internal\*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.cu"
    ${If} ${Errors}
      !insertmacro Refuse 3 "Có tệp của ${NAME} đang được chương trình khác mở (thường là phần mềm diệt vi-rút). Đợi một lúc rồi chạy lại bộ cài. (E-LOCK-02)"
    ${EndIf}
  ${EndIf}
  ClearErrors
  File /r "${SOURCE}/*"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_internal.cu" "$INSTDIR\_internal"
    !insertmacro Refuse 5 "Không ghi được vào $INSTDIR. Kiểm tra ổ đĩa còn chỗ trống rồi chạy lại bộ cài. (E-DISK-02)"
  ${EndIf}
  RMDir /r "$INSTDIR\_internal.cu"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "${LINK}" "$INSTDIR\so-cchc.exe" "" "$INSTDIR\so-cchc.exe" 0 SW_SHOWNORMAL "" "Theo dõi công tác cải cách hành chính"

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\so-cchc.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0

  WriteRegStr HKCU "${CLASSES}\.cchc" "" "${TYPE}"
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "Gói dữ liệu ${NAME}"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\so-cchc.exe,0"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\so-cchc.exe" "%1"'
  ${RefreshShellIcons}
SectionEnd

; --- removing -------------------------------------------------------------------------------------------------

Function un.onInit
  Call un.NeedStopped
FunctionEnd

Section "Uninstall"
  Delete "$INSTDIR\so-cchc.exe"
  Delete "$INSTDIR\so-cchc-cli.exe"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_internal.cu"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"  ; only when empty: what somebody else put there stays
  Delete "${LINK}"
  DeleteRegKey HKCU "${KEY}"
  ReadRegStr $0 HKCU "${CLASSES}\.cchc" ""
  ${If} $0 == "${TYPE}"
    DeleteRegKey HKCU "${CLASSES}\.cchc"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  ${un.RefreshShellIcons}

  ; The register stays unless somebody asks for the contrary: twice on the screen, or /XOA-SO in a silent run.
  StrCpy $Answer "giữ"
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/XOA-SO" $1
  ${IfNot} ${Errors}
    StrCpy $Answer "xóa"
  ${ElseIfNot} ${Silent}
  ${AndIf} ${FileExists} "${DATA}\so-cchc.db"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Đã gỡ chương trình. Sổ và bản sao lưu vẫn còn trong ${DATA}.$\r$\n$\r$\nXóa luôn sổ và mọi bản sao lưu?" /SD IDNO IDNO keep
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Xóa rồi không lấy lại được. Chắc chắn xóa sổ của cơ quan?" /SD IDNO IDNO keep
    StrCpy $Answer "xóa"
    keep:
  ${EndIf}
  ${If} $Answer == "xóa"
    RMDir /r "${DATA}"
  ${EndIf}
SectionEnd
