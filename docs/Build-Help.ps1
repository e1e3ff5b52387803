#Requires -Version 7.4
<#
.SYNOPSIS
Makes what Get-Help reads, docs/en-US/SsoOidc.dll-Help.xml, from the markdown in docs/cmdlets.
.DESCRIPTION
PlatyPS turns the markdown into MAML. What it leaves over is done here: code of examples into its own element, default values, short type names,
no markdown marks and no links that a console cannot follow. Commit the result with the markdown. Needs
Microsoft.PowerShell.PlatyPS 1.0: Install-PSResource Microsoft.PowerShell.PlatyPS.
#>
[CmdletBinding()]
param([string] $OutputFolder = (Join-Path $PSScriptRoot 'en-US'))

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0

# platyPS puts this between the paragraphs of an example.
$paragraphMark = [string] [char] 0x80

function ConvertTo-PlainText([string] $Markdown) {
    $Markdown -replace '`([^`\n]+)`', '$1' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
}

# An example is code, and after it what the code shows and what there is to say.
function Set-Example([Xml.XmlElement] $Example) {
    $text = @($Example.introduction.para) -ne $paragraphMark -join "`n`n"
    $blocks = [regex]::Matches($text, '(?s)```(\w+)\n(.*?)\n```')
    $Example.SelectSingleNode('*[local-name()="code"]').InnerText = @($blocks | Where-Object { $_.Groups[1].Value -eq 'powershell' })[0].Groups[2].Value
    $remarks = @($blocks | Where-Object { $_.Groups[1].Value -eq 'output' } | ForEach-Object { $_.Groups[2].Value })
    $remarks += ConvertTo-PlainText ([regex]::Replace($text, '(?s)```.*?\n```', '').Trim())
    $maml = $Example.SelectSingleNode('*[local-name()="remarks"]')
    foreach ($remark in $remarks -ne '') {
        # An empty paragraph is a blank line.
        foreach ($line in $remark, '') {
            $maml.AppendChild($Example.OwnerDocument.CreateElement('maml:para', 'http://schemas.microsoft.com/maml/2004/10')).InnerText = $line
        }
    }
    $Example.introduction.RemoveAll()
}

function Set-Parameter([Xml.XmlElement] $Parameter, [string] $DefaultValue) {
    # The syntax has the short name of a type.
    $type = $Parameter.SelectSingleNode("../../*[local-name()='syntax']//*[local-name()='parameter'][*[local-name()='name']='$($Parameter.name)']/*[local-name()='parameterValue']")
    $value = $Parameter.SelectSingleNode('*[local-name()="parameterValue"]')
    if ($type -and $value) { $value.InnerText = $type.InnerText }
    if ($DefaultValue) {
        $Parameter.AppendChild($Parameter.OwnerDocument.CreateElement('dev:defaultValue', 'http://schemas.microsoft.com/maml/dev/2004/10')).InnerText = $DefaultValue
    }
}

$commands = Get-ChildItem (Join-Path $PSScriptRoot 'cmdlets') -Filter *.md | Import-MarkdownCommandHelp
$folder = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
    $file = $commands | Export-MamlCommandHelp -OutputFolder $folder
    $maml = [xml] [IO.File]::ReadAllText($file.FullName)
}
finally {
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}

foreach ($node in $maml.SelectNodes('//*[local-name()="example"]')) { Set-Example $node }
foreach ($node in $maml.SelectNodes('//*[local-name()="para"]')) { $node.InnerText = ConvertTo-PlainText $node.InnerText }
foreach ($node in $maml.SelectNodes('//*[local-name()="parameters"]/*')) {
    $command = $commands | Where-Object Title -EQ $node.ParentNode.ParentNode.details.name
    Set-Parameter $node ($command.Parameters | Where-Object Name -EQ $node.name).DefaultValue
}
foreach ($node in @($maml.SelectNodes('//*[local-name()="navigationLink"]'))) {
    if ($node.linkText -eq 'Online Version') { $null = $node.ParentNode.RemoveChild($node) } else { $node['uri', 'http://schemas.microsoft.com/maml/2004/10'].InnerText = '' }
}

$settings = [Xml.XmlWriterSettings] @{ Indent = $true; Encoding = [Text.UTF8Encoding]::new($false); NewLineChars = "`n" }
$writer = [Xml.XmlWriter]::Create((Join-Path (Resolve-Path $OutputFolder) 'SsoOidc.dll-Help.xml'), $settings)
$maml.Save($writer)
$writer.Close()
