<#
.SYNOPSIS
Runs the Pester tests of this folder against the built module.
.DESCRIPTION
Build first: dotnet build -c Release. Pester comes with the build. The last line is "Tests Passed: N, Failed: N, Skipped: N"; the exit code is 1 when
a test failed. A test that hangs ends the run with its name.
.PARAMETER Path
Files or folders to run; all by default.
.PARAMETER Output
How much Pester says: None, Normal, Detailed or Diagnostic. Detailed names every test.
.PARAMETER Result
The name of the file of results in artifacts/test-results; none is written without one.
.PARAMETER TestLimit
Seconds that one test, or what prepares it, may take.
.PARAMETER RunLimit
Seconds that all of them may take.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,

    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Output = 'Detailed',

    [string] $Result = 'pester',

    [int] $TestLimit = 180,

    [int] $RunLimit = 1800
)

$pester = 'Release', 'Debug' |
    ForEach-Object { [IO.Path]::Combine($PSScriptRoot, 'Pester', 'bin', $_, 'net10.0', 'Pester', 'Pester.psd1') } |
    Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
if (-not $pester) { throw 'Pester is not there. Run: dotnet build -c Release' }
$pester = Import-Module $pester -PassThru

# A test that hangs holds this thread, so another looks at what Pester is at, and ends the process.
$watch = [powershell]::Create().AddScript({
        param($Pester, $TestLimit, $RunLimit)
        $run = [Diagnostics.Stopwatch]::StartNew()
        $test = [Diagnostics.Stopwatch]::StartNew()
        $last = $null
        while ($true) {
            [Threading.Thread]::Sleep(1000)
            $state = $Pester.SessionState.PSVariable.GetValue('state')
            $now = if ($state) { if ($state.CurrentTest) { $state.CurrentTest } else { $state.CurrentBlock } }
            if (-not [object]::ReferenceEquals($now, $last)) { $test.Restart() }
            $last = $now
            if ($test.Elapsed.TotalSeconds -gt $TestLimit -or $run.Elapsed.TotalSeconds -gt $RunLimit) {
                $name = if ($now) { $now.Path -join '.' } else { 'what is between the tests' }
                [Console]::Error.WriteLine("Hung: $name, $([int] $test.Elapsed.TotalSeconds) s in it, $([int] $run.Elapsed.TotalSeconds) s in all.")
                [Environment]::Exit(1)
            }
        }
    }).AddArgument($pester).AddArgument($TestLimit).AddArgument($RunLimit)
$null = $watch.BeginInvoke()

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
if ($Result) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = [IO.Path]::Combine((Split-Path -Parent $PSScriptRoot), 'artifacts', 'test-results', "$Result.xml")
    $null = New-Item (Split-Path -Parent $configuration.TestResult.OutputPath.Value) -ItemType Directory -Force
}
$run = Invoke-Pester -Configuration $configuration

# A file that could not be run at all counts as a failure too, and so does a run without a test.
$passed, $failed, $skipped = 0, 1, 0
if ($run) {
    $passed = $run.PassedCount
    $failed = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount
    $skipped = $run.SkippedCount + $run.NotRunCount
}
"Tests Passed: $passed, Failed: $failed, Skipped: $skipped"
$watch.Stop()
exit [int]($failed -gt 0 -or $passed -eq 0)
