# Which file: bin/Core/SsoOidc.dll, or bin/Desktop/SsoOidc.psm1 in Windows PowerShell. The manifest of the module cannot say it, since
# Import-PowerShellDataFile takes no variable; a script module that says it takes as long as the rest of an import.
@{
    RootModule        = "bin/$PSEdition/SsoOidc"
    ModuleVersion     = '0.0'
    CmdletsToExport   = '*'
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
