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
$root = Split-Path -Parent $PSScriptRoot
$results = Join-Path $root 'artifacts/test-results'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'
if (Test-Path $results) { Remove-Item $results -Recurse }

# Runs a test command, shows its output, and returns its counts. A run that crashed or held no test counts as one failure.
function Measure-TestRun([string] $Label, [string[]] $CountName, [scriptblock] $Run) {
    & $Run | Tee-Object -Variable output | Out-Host
    $exitCode = $LASTEXITCODE
    $counts = foreach ($name in $CountName) {
        $found = [regex]::Matches(($output -join "`n"), "(?m)(?:^|[ ,])$name`: (\d+)")
        if ($found.Count) { [int] $found[$found.Count - 1].Groups[1].Value } else { 0 }
    }
    if ($counts[1] -eq 0 -and ($exitCode -ne 0 -or $counts[0] + $counts[2] -eq 0)) {
        Write-Host "$Label`: no good result: exit code $exitCode, $($counts[0]) passed, $($counts[2]) skipped."
        $counts[1] = 1
    }
    , $counts
}

Push-Location $root
try {
    # Each test has its own limit (TestLimit.cs); this one is for what hangs between the tests.
    $dotnet = Measure-TestRun 'dotnet test' 'succeeded', 'failed', 'skipped' {
        dotnet test -c Release --no-build --no-ansi --no-progress --timeout 30m --report-xunit-trx --results-directory $results
    }
    $pester = Measure-TestRun 'Pester' 'Tests Passed', 'Failed', 'Skipped' {
        $shell, $first = & "$PSScriptRoot/ThisShell.ps1"
        & $shell @($first) -NoProfile -NonInteractive -File "$PSScriptRoot/Invoke-PesterTests.ps1"
    }
}
finally { Pop-Location }

$passed, $failed, $skipped = 0..2 | ForEach-Object { $dotnet[$_] + $pester[$_] }
Write-Host "$passed passed, $failed failed, $skipped skipped"
exit [int] ($failed -gt 0)
