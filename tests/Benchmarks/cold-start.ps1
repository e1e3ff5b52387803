#Requires -Version 7.4
<#
.SYNOPSIS
Measures what a fresh pwsh pays for the module: for an import, a first token, a session; beside the official SDK and the least that a cmdlet can be.
.DESCRIPTION
Every run is a process of its own; the contenders take turns, in each round in another order, so that a machine that others use slows all of them
alike. Wall time is from start to exit, processor time is what the process has used when its work is done. The medians are shown.
Build the benchmarks first: dotnet build tests/Benchmarks -c Release

The engine has to be ready-to-run code, as in the PowerShell of an installer. Where this one is IL only, as the .NET tool is, such an engine is built
first, into artifacts/engine. The official module takes part where the variable SSOOIDC_OFFICIAL_MODULE is the path of its manifest.
.PARAMETER Rounds
Counted rounds, after two that are not.
.PARAMETER Only
The contenders to run, by name; a ratio needs bare, and the two that it is of.
.PARAMETER Engine
The pwsh to measure in. One that is IL only is refused: it takes a second where users wait for a quarter of it.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Rounds = 25,

    [string[]] $Only = '*',

    [string] $Engine
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

# Whether the engine in a folder is ready-to-run code.
function Test-ReadyToRun([string] $Folder) {
    $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead((Join-Path $Folder 'System.Management.Automation.dll')))
    try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 }
    finally { $reader.Dispose() }
}

# The pwsh to measure in.
function Get-Engine {
    if ($Engine) {
        $path = (Get-Item (Resolve-Path $Engine)).FullName
        if (-not (Test-ReadyToRun (Split-Path $path))) { throw "'$path' is IL only: what is measured in it is the compiler." }
        return $path
    }
    if ((Test-ReadyToRun $PSHOME) -and [IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'pwsh') { return [Environment]::ProcessPath }
    $folder = Join-Path $root 'artifacts/engine'
    Write-Host 'This PowerShell is IL only; one of ready-to-run code is built into artifacts/engine.'
    & dotnet publish (Join-Path $root 'tests/ReadyToRun') -c Release -o $folder -v quiet -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { throw 'The engine was not built.' }
    Copy-Item -Path (Join-Path $PSHOME 'Modules') -Destination $folder -Recurse -Force
    if (-not (Test-ReadyToRun $folder)) { throw 'The engine that was built is IL only.' }
    (Get-Item (Join-Path $folder 'pwsh*') | Where-Object Extension -In '', '.exe').FullName
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
        $pwsh,
        [string[]] @('-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "`$ErrorActionPreference = 'Stop'; $Script; $report"))
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    # What these change is not the start: a CA bundle is another way to connect, telemetry and settings are other work.
    foreach ($name in @($start.Environment.Keys) -match '^AWS_') { $null = $start.Environment.Remove($name) }
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    $start.Environment['HOME'] = $start.Environment['USERPROFILE'] = $person
    $start.Environment['PSModulePath'] = "$person/modules"
    $start.Environment['PSModuleAnalysisCachePath'] = "$person/analysis"
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

# Somebody who has logged in to a session and has the module installed, and whose shell knows its commands: it writes that down some thirteen seconds after a start.
function Initialize-Person {
    $cache = New-Item -ItemType Directory -Path "$person/.aws/sso/cache"
    [IO.File]::WriteAllText("$person/.aws/config", "[sso-session corp]`nsso_start_url = https://corp.awsapps.com/start`nsso_region = eu-west-1`n")
    $name = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes('corp'))).ToLowerInvariant()
    $expiry = [DateTime]::UtcNow.AddHours(8).ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
    [IO.File]::WriteAllText(
        "$cache/$name.json", "{`"startUrl`": `"https://corp.awsapps.com/start`", `"region`": `"eu-west-1`", `"accessToken`": `"a`", `"expiresAt`": `"$expiry`"}")
    if (-not $IsWindows) { [IO.File]::SetUnixFileMode("$cache/$name.json", 'UserRead, UserWrite') }
    $installed = New-Item -ItemType Directory -Path "$person/modules/SsoOidc"
    foreach ($part in 'SsoOidc.psd1', 'module') { Copy-Item -Path (Join-Path $root $part) -Destination $installed -Recurse }
    $null = Measure-Shell 'Get-SSOOIDCSession | Out-Null; [Threading.Thread]::Sleep(18000)'
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[int][Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[int][Math]::Floor($sorted.Count / 2)]) / 2
}

$pwsh = Get-Engine
$person = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "ssooidc-cold-$PID")).FullName
$server = Start-Server
try {
    $url = $server.StandardOutput.ReadLine()
    $call = "-ClientId id -ClientSecret secret -DeviceCode code -EndpointUrl $url"
    $token = "`$null = New-SSOOIDCToken $call -Region eu-west-1"
    $floor = "`$null = New-FloorToken $call"
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
        'bare'           = 'pwsh', ''
        'module'         = 'SsoOidc, Import-Module of the manifest and first token', "Import-Module '$root/SsoOidc.psd1'; $token"
        'dll'            = 'SsoOidc, Import-Module of the bare dll and first token', "Import-Module '$root/module/bin/Core/SsoOidc.dll'; $token"
        'import'         = 'SsoOidc, Import-Module of the manifest', "Import-Module '$root/SsoOidc.psd1'"
        'import-dll'     = 'SsoOidc, Import-Module of the bare dll', "Import-Module '$root/module/bin/Core/SsoOidc.dll'"
        'connect'        = 'SsoOidc, Import-Module and Connect-SSOOIDCSession with a valid token', "Import-Module '$root/SsoOidc.psd1'; `$null = Connect-SSOOIDCSession corp"
        'get'            = 'SsoOidc, Import-Module and Get-SSOOIDCSession', "Import-Module '$root/SsoOidc.psd1'; `$null = Get-SSOOIDCSession"
        'get-installed'  = 'SsoOidc installed, Get-SSOOIDCSession without an import', '$null = Get-SSOOIDCSession'
        'own-command'    = 'Get-Random of PowerShell itself', '$null = Get-Random'
        'floor-module'   = 'one cmdlet over HttpClient, with a manifest and our views and types', "Import-Module '$floorBuilt/FloorCmdlet.psd1'; $floor"
        'floor'          = 'one cmdlet over HttpClient, the bare dll', "Import-Module '$floorBuilt/FloorCmdlet.dll'; $floor"
        'sdk'            = 'AWSSDK.SSOOIDC, Import-Module of the dlls and one call', "Import-Module '$built/AWSSDK.Core.dll', '$built/AWSSDK.SSOOIDC.dll'; $sdkToken"
        'sdk-add-type'   = 'AWSSDK.SSOOIDC, Add-Type of the dlls and one call', "Add-Type -Path '$built/AWSSDK.Core.dll', '$built/AWSSDK.SSOOIDC.dll'; $sdkToken"
    }
    if ($env:SSOOIDC_OFFICIAL_MODULE) {
        $all['official'] = 'AWS.Tools.SSOOIDC, Import-Module of the manifest and first token',
            "Import-Module '$env:SSOOIDC_OFFICIAL_MODULE'; `$null = New-SSOOIDCToken $call -Region eu-west-1 -GrantType urn:ietf:params:oauth:grant-type:device_code -Credential ([Amazon.Runtime.AnonymousAWSCredentials]::new())"
    }
    $names = @($all.Keys).Where({ $name = $_; $Only.Where({ $name -like $_ }) })
    if (-not $names) { throw "There is no contender '$Only'. There are: $($all.Keys -join ', ')." }

    Initialize-Person
    $results = @{}
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
    Remove-Item $person -Recurse -Force
}

"Medians of $Rounds rounds, the contenders in turn, in each round in another order."
if (-not $env:SSOOIDC_OFFICIAL_MODULE) { 'The official module is left out: SSOOIDC_OFFICIAL_MODULE is not set.' }
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
    foreach ($peer in 'floor-module', 'sdk', 'sdk-add-type', 'official') {
        if ($own -eq $peer -or -not ($median.ContainsKey('bare') -and $median.ContainsKey($own) -and $median.ContainsKey($peer))) { continue }
        $ratio = foreach ($what in 'Wall', 'Processor') {
            ($median[$own].$what - $median.bare.$what) / ($median[$peer].$what - $median.bare.$what)
        }
        ''
        '{0} / {1}, both above a bare pwsh: {2:0.00} of wall time, {3:0.00} of processor time.' -f $own, $peer, $ratio[0], $ratio[1]
    }
}
