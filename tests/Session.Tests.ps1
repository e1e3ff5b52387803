Describe 'A session' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake
        $saved = @{}
        $settings = @{ HOME = $null; USERPROFILE = $null; AWS_CONFIG_FILE = $null; AWS_ENDPOINT_URL_SSO_OIDC = $fake.Url; AWS_ENDPOINT_URL_SSO = $fake.Url; CI = $null; GITHUB_ACTIONS = $null; BROWSER = $null; SSOOIDC_LOGIN_FLOW = $null }
        foreach ($name in $settings.Keys) { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
        # Resolved before HOME moves: modules of the user are found by it.
        Import-TestedModule

        function Get-TokenFile { Get-ChildItem ([IO.Path]::Combine($folder, '.aws', 'sso', 'cache')) -Filter *.json | Where-Object { (Get-Content -Raw $_.FullName) -match '"accessToken"' } }
        function Set-Expired {
            $file = Get-TokenFile
            (Get-Content -Raw $file.FullName) -replace '("expiresAt":\s*)"[^"]*"', '$1"2020-01-01T00:00:00Z"' | Set-Content -NoNewline -LiteralPath $file.FullName
        }
    }
    BeforeEach {
        Reset-Fake $fake
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([Guid]::NewGuid()))).FullName
        $null = New-Item -ItemType Directory -Path (Join-Path $folder .aws)
        Set-Content -LiteralPath ([IO.Path]::Combine($folder, '.aws', 'config')) -Value '[sso-session corp]', 'sso_start_url = https://corp.awsapps.com/start', 'sso_region = eu-west-1'
        $settings.HOME = $settings.USERPROFILE = $folder
        foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
    }
    AfterAll {
        foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
        Stop-Fake $fake
    }

    It 'begins with a device code' {
        $session = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser -InformationVariable shown 6>$null

        $session.Source | Should -Be Login
        $session.Flow | Should -Be DeviceCode
        $session.AccessToken | Should -Not -BeNullOrEmpty
        "$shown" | Should -Match '(?m)^http://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}\r?$'
        @(Get-FakeJournal $fake).operation | Should -Be 'RegisterClient', 'StartDeviceAuthorization', 'CreateToken'
    }

    It 'begins in a browser that comes back' -Skip:(-not (Get-Command curl -CommandType Application -ErrorAction Ignore)) {
        $page = Join-Path $folder page.html
        $session = Connect-SSOOIDCSession -UseBrowser -Browser "curl -sL -o '$page'" 6>$null

        $session.Source | Should -Be Login
        $session.Flow | Should -Be Pkce
        Wait-Until { (Test-Path $page) -and (Get-Content -Raw $page) -match 'You are logged in' }
        @(Get-FakeJournal $fake).operation | Should -Be 'RegisterClient', 'Authorize', 'CreateToken'
    }

    It 'begins inside a job, whose host has no keyboard, with <Flow>' -TestCases @(
        @{ Flow = 'DeviceCode'; Arguments = '-UseDeviceCode -NoBrowser' }
        @{ Flow = 'Pkce'; Arguments = "-UseBrowser -Browser 'curl -sL'" }
    ) {
        if ($Flow -eq 'Pkce' -and -not (Get-Command curl -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no curl' }
        $job = Start-Job -ScriptBlock ([scriptblock]::Create("Import-Module '$(Get-ManifestPath)'; Connect-SSOOIDCSession corp $Arguments -Clipboard -Timeout 100 -InformationVariable shown; ""`$shown"""))
        $null = Wait-Job $job -Timeout 150
        $session, $shown = Receive-Job $job 6>$null 3>$null
        Remove-Job $job -Force

        $session.Source | Should -Be Login
        $session.Flow | Should -Be $Flow
        $session.AccessToken | Should -Not -BeNullOrEmpty
        $shown | Should -Match '(?m)^http://127\.0\.0\.1:'
    }

    It 'is the same session after <Way>' -TestCases @(
        @{ Way = 'JSON'; Through = { Get-SSOOIDCSession corp | ConvertTo-Json | ConvertFrom-Json } }
        @{ Way = 'a file'; Through = { Get-SSOOIDCSession corp | Export-Clixml (Join-Path $folder s.xml); Import-Clixml (Join-Path $folder s.xml) } }
        @{ Way = 'a job'; Through = { $j = Start-Job -ScriptBlock ([scriptblock]::Create("Import-Module '$(Get-ManifestPath)'; Get-SSOOIDCSession corp")); Receive-Job $j -Wait -AutoRemoveJob } }
        @{ Way = 'a table'; Through = { Get-SSOOIDCSession corp | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $null = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null

        $copy = & $Through

        ($copy | Connect-SSOOIDCSession).Source | Should -Be Cache
        ($copy | Disconnect-SSOOIDCSession).Revoked | Should -BeTrue
        $copy | Connect-SSOOIDCSession -UseDeviceCode -NoBrowser -WarningVariable never -WarningAction SilentlyContinue 6>$null | ForEach-Object Source | Should -Be Login
        $never | Should -BeNullOrEmpty
        Get-SSOOIDCSession corp | Disconnect-SSOOIDCSession | ForEach-Object Revoked | Should -BeTrue

        $copy = & $Through
        $copy | Connect-SSOOIDCSession -WarningVariable never -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$never" | Should -Match 'is passed over: nobody is logged in to it'
    }

    It 'is kept for its owner alone' -Skip:($env:OS -eq 'Windows_NT') {
        $null = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null

        # 0600
        [int][IO.File]::GetUnixFileMode((Get-TokenFile).FullName) | Should -Be 384
    }

    It 'is used, then refreshed, without a word' {
        $first = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null
        $second = Connect-SSOOIDCSession -InformationVariable shown
        Set-Expired
        $third = Connect-SSOOIDCSession -InformationVariable +shown

        $second.Source | Should -Be Cache
        $second.AccessToken | Should -Be $first.AccessToken
        $third.Source | Should -Be Refreshed
        $third.AccessToken | Should -Not -Be $first.AccessToken
        $shown | Should -BeNullOrEmpty
    }

    It 'is listed, ended once and gone' {
        $null = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null

        (Get-SSOOIDCSession corp).Status | Should -Be Valid
        $end = Get-SSOOIDCSession | Disconnect-SSOOIDCSession
        $end.Removed | Should -BeTrue
        $end.Revoked | Should -BeTrue
        (Get-SSOOIDCSession corp).Status | Should -Be NotLoggedIn
        (Disconnect-SSOOIDCSession corp).Reason | Should -Be 'there was no token'
        @(Get-FakeJournal $fake Logout) | Should -HaveCount 1
    }

    It 'is shown without colour where output is plain' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $null = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $text = Get-SSOOIDCSession | Out-String -Width 200
        }
        finally { $PSStyle.OutputRendering = $rendering }

        $text | Should -Match '(?m)^corp +Valid \(59 min'
        $text | Should -Not -Match ([char]27)
    }

    It 'is not waited for where PowerShell was started with -NonInteractive' {
        $shell = Invoke-FreshShell @"
Import-Module '$(Get-ManifestPath)'
try { Connect-SSOOIDCSession } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }
"@
        $shell.Output | Should -Match 'LoginNotInteractive,'
        $shell.Output | Should -Match 'PowerShell was started with -NonInteractive'
        @(Get-FakeJournal $fake) | Should -HaveCount 0
    }

    It '<Is> waited for where no side has a terminal<Where>' -ForEach @(
        @{ Is = 'is not'; Where = ''; Terminal = '' }
        @{ Is = 'is'; Where = ', but the shell has one over SSH'; Terminal = '/dev/pts/0' }
    ) {
        $script = Join-Path $TestDrive 'nobody.ps1'
        Set-Content -LiteralPath $script -Value "Import-Module '$(Get-ManifestPath)'; `$env:SSH_TTY = '$Terminal'; `$env:SSOOIDC_LOGIN_FLOW = 'device'; try { Connect-SSOOIDCSession -NoBrowser } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $shell = & "$PSScriptRoot/ThisShell.ps1"
        $start = New-Object Diagnostics.ProcessStartInfo $shell.Path
        $start.Arguments = (@($shell.Arguments) + '-NoProfile', '-File', $script | Where-Object { $_ } | ForEach-Object { '"' + $_ + '"' }) -join ' '
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.UseShellExecute = $false
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEnd()

        if ($Terminal) {
            @(Get-FakeJournal $fake CreateToken) | Should -Not -BeNullOrEmpty
            return
        }
        $output | Should -Match 'LoginNotInteractive,'
        $output | Should -Match 'there is no terminal on input or output\. Run this in an interactive shell first: Connect-SSOOIDCSession -SessionName corp'
        @(Get-FakeJournal $fake) | Should -HaveCount 0
    }

    It 'is <Asked> for where PowerShell was started with <Arguments>' -ForEach @(
        @{ Asked = 'not waited'; Arguments = @('-noni', '-File', 'SCRIPT') }
        @{ Asked = 'not waited'; Arguments = @('-ExecutionPolicy', 'Bypass', '--NonInter', 'SCRIPT') }
        @{ Asked = 'waited'; Arguments = @('-NoLogo', '-File', 'SCRIPT', '-NonInteractive') }
        @{ Asked = 'waited'; Arguments = @('-Command', "& 'SCRIPT'", '-noni') }
    ) {
        $script = Join-Path $TestDrive 'login.ps1'
        Set-Content -LiteralPath $script -Value "Import-Module '$(Get-ManifestPath)'; `$env:SSOOIDC_LOGIN_FLOW = 'device'; try { (Connect-SSOOIDCSession -NoBrowser 6>`$null).Source } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $shell = & "$PSScriptRoot/ThisShell.ps1"

        $process = Start-Captured -FilePath $shell.Path -Argument ($shell.Arguments + '-NoProfile' + ($Arguments -replace 'SCRIPT', $script))
        $output = $process.StandardOutput.ReadToEnd()

        # Where the tests have no terminal, that is the reason; at one, the login goes on.
        $output | Should -Match $(if ($Asked -eq 'waited') { '^Login\s|there is no terminal' } else { 'PowerShell was started with -NonInteractive' })
    }

    It 'is <how> once where eight processes ask for it at once' -TestCases @(
        @{ how = 'refreshed'; requests = 1; source = 'Refreshed' }
        @{ how = 'logged in to'; requests = 1; source = 'Login' }
    ) {
        if ($source -eq 'Refreshed') {
            $null = Connect-SSOOIDCSession -UseDeviceCode -NoBrowser 6>$null
            Set-Expired
        }
        $before = @(Get-FakeJournal $fake CreateToken).Count
        $go = Join-Path $folder go
        $shells = 1..8 | ForEach-Object {
            Start-FreshShell @"
`$ErrorActionPreference = 'Stop'
Import-Module '$(Get-ManifestPath)'
'ready' | Set-Content '$folder/ready$_'
while (-not [IO.File]::Exists('$go')) { [Threading.Thread]::Sleep(10) }
`$session = Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser 6>`$null
"`$(`$session.Source) `$(`$session.AccessToken)"
"@
        }
        $results = @()
        try {
            Wait-Until { @(Get-ChildItem $folder -Filter ready*).Count -eq 8 } -Seconds 120
            Set-Content -LiteralPath $go -Value go
            $results = foreach ($shell in $shells) {
                $output = $shell.StandardOutput.ReadToEndAsync()
                $shell.WaitForExit(90000) | Should -BeTrue
                $output.Result.Trim()
            }
        }
        finally {
            foreach ($shell in $shells) { if (-not $shell.HasExited) { $shell.Kill() } }
        }

        @(Get-FakeJournal $fake CreateToken).Count - $before | Should -Be $requests
        $results | Should -HaveCount 8
        @($results | ForEach-Object { ($_ -split ' ')[0] } | Group-Object | Sort-Object Count | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be "$source 1", 'Cache 7'
        $tokens = @($results | ForEach-Object { ($_ -split ' ')[1] } | Sort-Object -Unique)
        $tokens | Should -HaveCount 1
        (Get-Content -Raw (Get-TokenFile).FullName | ConvertFrom-Json).accessToken | Should -Be $tokens[0]
    }
}
