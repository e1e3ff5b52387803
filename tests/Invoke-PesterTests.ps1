<#
.SYNOPSIS
Runs the Pester tests of this folder against the built module.
.DESCRIPTION
Build first: dotnet build -c Release. The last line is "Tests Passed: N, Failed: N, Skipped: N"; the exit code is 1 when a test failed. Without Pester 5 it
says so and ends well, since the tests of dotnet test hold the project alone.
.PARAMETER Path
Files or folders to run; all by default.
.PARAMETER Output
How much Pester says: None, Normal, Detailed or Diagnostic.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,

    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Output = 'Normal'
)

$pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -eq 5 } | Sort-Object -Property Version | Select-Object -Last 1
if (-not $pester) {
    'The Pester tests were left out: Pester 5 is not installed (Install-Module Pester -MaximumVersion 5.99).'
    exit 0
}
Import-Module -ModuleInfo $pester

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
$result = Invoke-Pester -Configuration $configuration

# A file that could not be run at all counts as a failure too, and so does a run without a test.
$passed, $failed, $skipped = 0, 1, 0
if ($result) {
    $passed = $result.PassedCount
    $failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
    $skipped = $result.SkippedCount + $result.NotRunCount
}
"Tests Passed: $passed, Failed: $failed, Skipped: $skipped"
exit [int]($failed -gt 0 -or $passed -eq 0)
