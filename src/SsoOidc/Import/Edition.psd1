# Which file: bin/Core/SsoOidc.dll, or bin/Desktop/SsoOidc.psm1 in Windows PowerShell. The manifest of the module cannot say it, since
# Import-PowerShellDataFile takes no variable; a script module that says it takes as long as the rest of an import.
@{
    RootModule        = "bin/$PSEdition/SsoOidc"
    ModuleVersion     = '0.0'
    # Here, since those of the manifest above are lost where the module is imported again with -Force.
    FormatsToProcess  = 'SsoOidc.Format.ps1xml'
    TypesToProcess    = 'SsoOidc.Types.ps1xml'
    CmdletsToExport   = '*'
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
