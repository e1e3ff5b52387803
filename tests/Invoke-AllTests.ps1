<#
.SYNOPSIS
Runs every test of the built module. The last line is "N passed, N failed, N skipped"; the exit code is 0 only when all is well.
.DESCRIPTION
It is what `build.ps1 Test` does after it has built and packed the module. Pester runs in the PowerShell that runs this script.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/TestRun.psm1"
$root = Split-Path -Parent $PSScriptRoot
$results = Join-Path $root 'artifacts/test-results'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'
if (Test-Path $results) { Remove-Item $results -Recurse }

Push-Location $root
try {
    # Each test has its own limit (tests/Shared); this one is for what hangs between the tests.
    $dotnet = Measure-TestRun 'dotnet test' 'succeeded', 'failed', 'skipped' {
        dotnet test -c Release --no-build --no-ansi --no-progress --timeout 30m --report-xunit-trx --results-directory $results
    }
    $pester = Measure-PesterRun 'Pester' {
        $shell = & "$PSScriptRoot/ThisShell.ps1"
        & $shell.Path @($shell.Arguments) -NoProfile -NonInteractive -File "$PSScriptRoot/Invoke-PesterTests.ps1"
    }
}
finally { Pop-Location }
exit (Write-Total $dotnet, $pester)
