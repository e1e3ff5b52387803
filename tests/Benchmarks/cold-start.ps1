#Requires -Version 7.4
<#
.SYNOPSIS
Measures what a fresh pwsh pays for the module and its first token, beside the official SDK's dlls and one call, and beside the
least that a cmdlet can be.
.DESCRIPTION
Every run is a process of its own; the contenders take turns, in each round in another order, so that a machine that others use slows all of them
alike. Wall time is from start to exit, processor time is what the process has used when its work is done. The medians are shown.
Build the benchmarks first: dotnet build tests/Benchmarks -c Release
.PARAMETER Rounds
Counted rounds, after two that are not.
.PARAMETER Only
The contenders to run; a ratio needs bare, module and sdk.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Rounds = 25,

    [ValidateSet('bare', 'module', 'dll', 'floor-module', 'floor', 'sdk', 'sdk-add-type')]
    [string[]] $Only = @('bare', 'module', 'dll', 'floor-module', 'floor', 'sdk', 'sdk-add-type')
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$warmUpRounds = 2
$root = (Get-Item "$PSScriptRoot/../..").FullName
$built = Join-Path $root 'tests/Benchmarks/bin/Release/net10.0'
$floorBuilt = Join-Path $root 'tests/FloorCmdlet/bin/Release/net8.0'
if (-not (Test-Path "$built/SsoOidc.Benchmarks.dll")) {
    throw 'There is nothing to measure with. Run: dotnet build tests/Benchmarks -c Release'
}

# A process of its own, which serves until its standard input ends.
function Start-Server {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] @("$built/SsoOidc.Benchmarks.dll", 'serve'))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

# Milliseconds of wall and processor time of a fresh pwsh that runs a script.
function Measure-Shell([string] $Script) {
    $report = '[Console]::Write([Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))'
    $start = [Diagnostics.ProcessStartInfo]::new(
        [Environment]::ProcessPath,
        [string[]] @('-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "`$ErrorActionPreference = 'Stop'; $Script; $report"))
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    # What these change is not the start: a CA bundle is another way to connect, telemetry and settings are other work.
    foreach ($name in @($start.Environment.Keys) -match '^AWS_') { $null = $start.Environment.Remove($name) }
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    $output = $process.StandardOutput.ReadToEnd()
    $problem = $process.StandardError.ReadToEnd()
    $process.WaitForExit()
    $wall = $watch.Elapsed.TotalMilliseconds
    if ($process.ExitCode -ne 0 -or $problem) {
        throw "A measured process failed: $problem"
    }
    [pscustomobject] @{ Wall = $wall; Processor = [double]::Parse($output, [cultureinfo]::InvariantCulture) }
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[int][Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[int][Math]::Floor($sorted.Count / 2)]) / 2
}

$server = Start-Server
try {
    $url = $server.StandardOutput.ReadLine()
    $token = "`$null = New-SSOOIDCToken -ClientId id -ClientSecret secret -DeviceCode code -EndpointUrl $url -Region eu-west-1"
    $floor = "`$null = New-FloorToken -ClientId id -ClientSecret secret -DeviceCode code -EndpointUrl $url"
    $sdkToken = "
        `$config = [Amazon.SSOOIDC.AmazonSSOOIDCConfig]::new()
        `$config.ServiceURL = '$url'
        `$config.AuthenticationRegion = 'eu-west-1'
        `$client = [Amazon.SSOOIDC.AmazonSSOOIDCClient]::new([Amazon.Runtime.AnonymousAWSCredentials]::new(), `$config)
        `$request = [Amazon.SSOOIDC.Model.CreateTokenRequest]::new()
        `$request.ClientId = 'id'
        `$request.ClientSecret = 'secret'
        `$request.GrantType = 'urn:ietf:params:oauth:grant-type:device_code'
        `$request.DeviceCode = 'code'
        `$null = `$client.CreateTokenAsync(`$request).GetAwaiter().GetResult()"
    $all = [ordered] @{
        'bare'         = 'pwsh', ''
        'module'       = 'SsoOidc, Import-Module of the manifest and first token', "Import-Module '$root/SsoOidc.psd1'; $token"
        'dll'          = 'SsoOidc, Import-Module of the bare dll and first token', "Import-Module '$root/module/bin/Core/SsoOidc.dll'; $token"
        'floor-module' = 'one cmdlet over HttpClient, with a manifest and our views and types', "Import-Module '$floorBuilt/FloorCmdlet.psd1'; $floor"
        'floor'        = 'one cmdlet over HttpClient, the bare dll', "Import-Module '$floorBuilt/FloorCmdlet.dll'; $floor"
        'sdk'          = 'AWSSDK.SSOOIDC, Import-Module of the dlls and one call', "Import-Module '$built/AWSSDK.Core.dll', '$built/AWSSDK.SSOOIDC.dll'; $sdkToken"
        'sdk-add-type' = 'AWSSDK.SSOOIDC, Add-Type of the dlls and one call', "Add-Type -Path '$built/AWSSDK.Core.dll', '$built/AWSSDK.SSOOIDC.dll'; $sdkToken"
    }
    $results = @{}
    $names = @($all.Keys) | Where-Object { $_ -in $Only }
    foreach ($name in $names) { $results[$name] = [Collections.Generic.List[object]]::new() }
    foreach ($round in 1..($warmUpRounds + $Rounds)) {
        Write-Progress -Activity 'Cold start' -Status "round $round of $($warmUpRounds + $Rounds)"
        # Shuffled: a process that follows a heavy one is slower.
        foreach ($name in $names | Get-Random -Shuffle) {
            $times = Measure-Shell $all[$name][1]
            if ($round -gt $warmUpRounds) { $results[$name].Add($times) }
        }
    }
}
finally {
    $server.StandardInput.Close()
    $server.WaitForExit()
}

"Medians of $Rounds rounds, the contenders in turn, in each round in another order."
''
'| fresh process | wall | processor | above a bare pwsh: wall | processor |'
'|---|---|---|---|---|'
$median = @{}
foreach ($name in $names) {
    $median[$name] = [pscustomobject] @{
        Wall      = Get-Median $results[$name].Wall
        Processor = Get-Median $results[$name].Processor
    }
    $above = if ($name -ne 'bare' -and $median.ContainsKey('bare')) {
        '{0:0} ms | {1:0} ms' -f ($median[$name].Wall - $median.bare.Wall), ($median[$name].Processor - $median.bare.Processor)
    }
    else { ' | ' }
    '| {0} | {1:0} ms | {2:0} ms | {3} |' -f $all[$name][0], $median[$name].Wall, $median[$name].Processor, $above
}
foreach ($own in 'module', 'dll', 'floor-module', 'floor') {
    foreach ($peer in 'sdk', 'sdk-add-type') {
        if (-not ($median.ContainsKey('bare') -and $median.ContainsKey($own) -and $median.ContainsKey($peer))) { continue }
        $ratio = foreach ($what in 'Wall', 'Processor') {
            ($median[$own].$what - $median.bare.$what) / ($median[$peer].$what - $median.bare.$what)
        }
        ''
        '{0} / {1}, both above a bare pwsh: {2:0.00} of wall time, {3:0.00} of processor time.' -f $own, $peer, $ratio[0], $ratio[1]
    }
}
