# What the Pester files share: the module under test, the fake endpoint as a process, fresh shells.
# Runs in PowerShell 7 and in Windows PowerShell 5.1.
Set-StrictMode -Version Latest

$script:Root = Split-Path -Parent $PSScriptRoot
$script:Manifest = [IO.Path]::Combine($script:Root, 'SsoOidc.psd1')

# Nothing of the machine's own settings may change what the tests see, here and in the processes that they start.
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:NO_PROXY = '127.0.0.1'
Get-ChildItem env: | Where-Object { $_.Name -like 'AWS_*' } | ForEach-Object { Remove-Item -LiteralPath "env:$($_.Name)" }
$env:AWS_CONFIG_FILE = [IO.Path]::Combine($script:Root, 'no-such-folder', 'config')
$env:AWS_SHARED_CREDENTIALS_FILE = [IO.Path]::Combine($script:Root, 'no-such-folder', 'credentials')
$env:AWS_EC2_METADATA_DISABLED = 'true'

<# The path of the manifest of the module under test. #>
function Get-ManifestPath {
    $script:Manifest
}

<# Imports the module under test into the session of the caller. #>
function Import-TestedModule {
    Import-Module -Name $script:Manifest -Force -Global
}

<# Starts the fake endpoint with the given options of its command line; give the result to Stop-Fake. #>
function Start-Fake {
    param([string[]] $Option = @())

    $dll = 'Release', 'Debug' |
        ForEach-Object { [IO.Path]::Combine($PSScriptRoot, 'FakeEndpoint', 'bin', $_, 'net10.0', 'SsoOidc.FakeEndpoint.dll') } |
        Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if (-not $dll) { throw 'The fake endpoint is not built. Run: dotnet build -c Release' }

    $process = Start-Captured -FilePath 'dotnet' -Argument (@($dll, '--port', '0') + $Option)
    $first = $process.StandardOutput.ReadLineAsync()
    if (-not $first.Wait(120000) -or -not $first.Result) {
        $process.Kill()
        throw "The fake endpoint did not start: $($process.StandardError.ReadToEnd())"
    }
    [pscustomobject]@{ Url = $first.Result; Process = $process }
}

<# Ends a fake endpoint. #>
function Stop-Fake {
    param($Fake)

    if ($Fake -and -not $Fake.Process.HasExited) {
        $Fake.Process.Kill()
        $Fake.Process.WaitForExit()
    }
}

<# Forgets all that a fake knows, and what it received. #>
function Reset-Fake {
    param($Fake)

    $null = Invoke-RestMethod -Method Post -Uri "$($Fake.Url)/__fake/reset"
}

<# The requests that a fake received; of an operation if one is named. #>
function Get-FakeJournal {
    param($Fake, [string] $Operation)

    (Invoke-RestMethod -Uri "$($Fake.Url)/__fake/journal").entries |
        Where-Object { -not $Operation -or $_.operation -eq $Operation }
}

<# The counts of a fake: requests, connections, clients and so on. #>
function Get-FakeState {
    param($Fake)

    Invoke-RestMethod -Uri "$($Fake.Url)/__fake/state"
}

<# Announces a fault, for example @{ kind = 'error'; error = 'SlowDown' }. #>
function Add-FakeFault {
    param($Fake, [hashtable] $Fault)

    $null = Invoke-RestMethod -Method Post -Uri "$($Fake.Url)/__fake/faults" -Body (ConvertTo-Json $Fault) -ContentType 'application/json'
}

<# Decides a device login: approve or deny. #>
function Set-FakeDecision {
    param($Fake, [string] $UserCode, [ValidateSet('approve', 'deny')] [string] $Decision = 'approve')

    $null = Invoke-RestMethod -Method Post -Uri "$($Fake.Url)/__fake/$Decision" -Body (ConvertTo-Json @{ userCode = $UserCode }) -ContentType 'application/json'
}

<# Waits until a condition holds; throws after the given seconds. #>
function Wait-Until {
    param([scriptblock] $Condition, [int] $Seconds = 120)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "This did not happen within $Seconds s: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}

<# Starts a process whose output and errors are read by the caller. #>
function Start-Captured {
    param([string] $FilePath, [string[]] $Argument)

    $start = New-Object Diagnostics.ProcessStartInfo $FilePath
    # ArgumentList is not there in Windows PowerShell. No argument here ends with a backslash.
    $start.Arguments = ($Argument | ForEach-Object { '"' + ($_ -replace '"', '\"') + '"' }) -join ' '
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    [Diagnostics.Process]::Start($start)
}

<# Starts this PowerShell anew with a script. #>
function Start-FreshShell {
    param([string] $Script)

    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Script))
    $shell = & "$PSScriptRoot/ThisShell.ps1"
    Start-Captured -FilePath $shell.Path -Argument ($shell.Arguments + '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded)
}

<# Runs a script in a fresh PowerShell; returns its exit code, output and errors. #>
function Invoke-FreshShell {
    param([string] $Script)

    $process = Start-FreshShell $Script
    $out = $process.StandardOutput.ReadToEndAsync()
    $err = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(150000)) {
        $process.Kill()
        throw 'The fresh shell did not end within 150 s.'
    }
    $process.WaitForExit()
    [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $out.Result; Errors = $err.Result }
}

<# The error that a script block throws; throws itself when there is none. #>
function Get-Thrown {
    param([scriptblock] $Script)

    try { $null = & $Script } catch { return $_ }
    throw "No error came from: $Script"
}

Export-ModuleMember -Function *
