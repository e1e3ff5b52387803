@{
    # What the manifest, the views and the types of any module cost, with as little behind them as can be: those of SsoOidc.
    RootModule        = 'bin/Release/net8.0/FloorCmdlet.dll'
    ModuleVersion     = '1.0.0'
    GUID              = 'f0a9a3f4-6d0c-4c1e-9a43-0c2f1b7f6a55'
    FormatsToProcess  = '../../module/SsoOidc.Format.ps1xml'
    TypesToProcess    = '../../module/SsoOidc.Types.ps1xml'
    CmdletsToExport   = 'New-FloorToken'
    FunctionsToExport = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
