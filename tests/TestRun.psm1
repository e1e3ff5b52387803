# Runs of tests and their counts, for the scripts that start them.
Set-StrictMode -Version 3.0

<# Runs a test command, shows its output, and returns its counts: passed, failed, skipped. A run that crashed or held no test counts as one failure. #>
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

<# The counts of a run of Invoke-PesterTests.ps1. #>
function Measure-PesterRun([string] $Label, [scriptblock] $Run) {
    , (Measure-TestRun $Label 'Tests Passed', 'Failed', 'Skipped' $Run)
}

<# Shows the sum of some runs as the last line, and returns the exit code: 1 when a test failed. #>
function Write-Total([int[][]] $Counts) {
    $passed, $failed, $skipped = 0..2 | ForEach-Object { $i = $_; ($Counts | ForEach-Object { $_[$i] } | Measure-Object -Sum).Sum }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    [int] ($failed -gt 0)
}

Export-ModuleMember -Function *
