<#
Draws docs/login.svg from a real run of the demo: the part of it that logs in, lists and logs out.
Run it after `dotnet build -c Release`.
#>
[CmdletBinding()]
param([string] $Path = "$PSScriptRoot/login.svg")

$ErrorActionPreference = 'Stop'
$lineHeight = 19
$shell = & "$PSScriptRoot/../tests/ThisShell.ps1"
$run = & $shell.Path @($shell.Arguments) -NoProfile -File "$PSScriptRoot/Show-Demo.ps1"
if ($LASTEXITCODE -ne 0) { throw "The demo ended with exit code $LASTEXITCODE." }

# From the first comment of the session to the first of the login step by step.
$first = [Array]::FindIndex([string[]] $run, [Predicate[string]] { $args[0] -like '# Log in: one command*' })
$last = [Array]::FindIndex([string[]] $run, [Predicate[string]] { $args[0] -like '# Log in with a device code*' })
$lines = $run[$first..($last - 1)] -replace 'http://127\.0\.0\.1:\d+/', 'https://example.awsapps.com/start/#/' | ForEach-Object TrimEnd
$lines = ($lines -join "`n") -replace "`n{2,}", "`n`n" -split "`n"

$y = 34
$text = foreach ($line in $lines) {
    $class = switch -Regex ($line) { '^#' { 'comment' } '^(PS>|>>)' { 'typed' } default { 'output' } }
    "  <text x=`"18`" y=`"$y`" class=`"$class`" xml:space=`"preserve`">$([Security.SecurityElement]::Escape($line))</text>"
    $y += $lineHeight
}

$svg = @"
<svg xmlns="http://www.w3.org/2000/svg" width="1060" height="$($y + 4)" viewBox="0 0 1060 $($y + 4)" role="img" aria-label="A login in PowerShell">
  <style>
    text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d4d4d4 }
    .comment { fill: #7ec699 }
    .typed { fill: #f0e68c }
  </style>
  <rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
$($text -join "`n")
</svg>
"@
[IO.File]::WriteAllText($Path, $svg + "`n")
