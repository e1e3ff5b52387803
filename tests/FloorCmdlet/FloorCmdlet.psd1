@{
    # What a manifest with views and types costs, with as little behind it as can be.
    RootModule        = 'FloorCmdlet.dll'
    ModuleVersion     = '1.0.0'
    GUID              = 'f0a9a3f4-6d0c-4c1e-9a43-0c2f1b7f6a55'
    FormatsToProcess  = 'SsoOidc.Format.ps1xml'
    TypesToProcess    = 'SsoOidc.Types.ps1xml'
    CmdletsToExport   = 'New-FloorToken'
    FunctionsToExport = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
