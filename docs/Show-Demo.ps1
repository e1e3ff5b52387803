<#
.SYNOPSIS
Runs a script against a fake endpoint on this machine, one command at a time, and shows it as typed at a prompt.
.DESCRIPTION
`build.ps1 Demo` builds what it needs and runs it in a fresh shell, which it changes: no setting of the person has a part in it, and the home folder
is one of its own. The fake endpoint approves a login by itself at the third poll. The exit code is 1 when a command failed.
.PARAMETER Path
The script; what it shows of itself are its comments and its commands.
#>
[CmdletBinding()]
param([string] $Path = "$PSScriptRoot/tour.ps1")

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../tests/Support.psm1"
# What is no terminal gets it plain, and wide enough for a table.
$isPlain = [Console]::IsOutputRedirected
if ($isPlain) {
    $ProgressPreference = 'SilentlyContinue'
    if (Test-Path variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
}

function Show([string] $Line, [string] $Color) {
    if ($isPlain) { $Line } else { Write-Host $Line -ForegroundColor $Color }
}

$ownHome = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
$fake = Start-Fake '--pending', '2', '--region', 'eu-west-1', '--access-key', 'AKIAFAKEENDPOINT0001', '--secret-key', 'fake-secret'
$watch = [Diagnostics.Stopwatch]::StartNew()
$count = 0
try {
    $null = New-Item $ownHome -ItemType Directory
    $env:HOME = $env:USERPROFILE = $ownHome
    $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = $null
    $env:AWS_ENDPOINT_URL_SSO = $env:AWS_ENDPOINT_URL_SSO_OIDC = $fake.Url
    $env:AWS_ACCESS_KEY_ID = 'AKIAFAKEENDPOINT0001'
    $env:AWS_SECRET_ACCESS_KEY = 'fake-secret'
    Import-TestedModule
    "# A fake endpoint runs at $($fake.Url). It approves the login by itself."

    $tokens = $problems = $null
    $script = [Management.Automation.Language.Parser]::ParseFile((Resolve-Path $Path), [ref] $tokens, [ref] $problems)
    if ($problems) { throw $problems[0].Message }
    $position = 0
    foreach ($statement in $script.EndBlock.Statements) {
        $comments = $tokens | Where-Object {
            $_.Kind -eq 'Comment' -and $_.Extent.StartOffset -ge $position -and $_.Extent.EndOffset -le $statement.Extent.StartOffset
        }
        $position = $statement.Extent.EndOffset
        if ($comments) { '' }
        foreach ($comment in $comments) { Show $comment.Text 'Green' }
        Show ('PS> ' + ($statement.Extent.Text -replace '\r?\n', "`n>> ")) 'Yellow'
        $count++
        $command = [scriptblock]::Create($statement.Extent.Text)
        if ($isPlain) { . $command | Out-String -Stream -Width 130 } else { . $command | Out-Default }
    }
    "`nThe demo passed: $count commands in $($watch.Elapsed.TotalSeconds.ToString('0.0', [cultureinfo]::InvariantCulture)) s."
}
catch {
    $host.UI.WriteErrorLine((($_ | Out-String).TrimEnd() + "`nThe demo ended without success at command $count."))
    exit 1
}
finally {
    Stop-Fake $fake
    Remove-Item -LiteralPath $ownHome -Recurse -Force
}
