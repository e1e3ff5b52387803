Describe 'A login in one pipeline' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake '--pending', '2'
        $url = $fake.Url
        function Invoke-Login {
            Register-SSOOIDCClient -ClientName cli -ClientType public -Region eu-west-1 -EndpointUrl $url -Scope sso:account:access |
                Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start |
                New-SSOOIDCToken -Wait
        }
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'takes three cmdlets and 2 + N requests, never closer than the interval' {
        $token = Invoke-Login 6>$null

        $token.AccessToken | Should -Not -BeNullOrEmpty
        $token.Region | Should -Be eu-west-1
        $token.SsoOidcEndpoint | Should -Be $url
        $requests = @(Get-FakeJournal $fake)
        $requests.operation | Should -Be 'RegisterClient', 'StartDeviceAuthorization', 'CreateToken', 'CreateToken', 'CreateToken'
        $requests.status | Should -Be 200, 200, 400, 400, 200
        $times = $requests | Select-Object -Skip 1 | ForEach-Object { ([DateTime]$_.timestamp).ToUniversalTime() }
        for ($i = 1; $i -lt $times.Count; $i++) {
            ($times[$i] - $times[$i - 1]).TotalSeconds | Should -BeGreaterThan 0.98
        }
    }

    It 'shows the code and the address though the output is assigned' {
        $shell = Invoke-FreshShell @"
`$ErrorActionPreference = 'Stop'
Import-Module '$(Get-ManifestPath)'
`$token = Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait
'token: ' + `$token.TokenType
"@

        $shell.ExitCode | Should -Be 0
        $shell.Output | Should -Match 'Open\r?\nhttp://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}\r?\nand confirm the code\r?\n\s+[A-Z]{4}-[A-Z]{4}\r?\n'
        $shell.Output | Should -Match 'token: Bearer'
    }

    It 'lets the message be captured and hidden' {
        $device = Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
        $token = $device | New-SSOOIDCToken -Wait -InformationVariable shown 6>$null

        $token | Should -HaveCount 1
        $shown | Should -HaveCount 1
        "$shown" | Should -Match $device.UserCode
        $shown[0].Tags | Should -Be PSHOST
    }

    It 'opens the browser of $BROWSER with the address' -Skip:($env:OS -eq 'Windows_NT') {
        $opened = Join-Path $TestDrive 'opened.txt'
        $browser = Join-Path $TestDrive 'browser.sh'
        Set-Content -LiteralPath $browser -Value '#!/bin/sh', "echo `"`$1`" > '$opened'"
        $env:BROWSER = "sh $browser"
        try {
            $device = Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
            $token = $device | New-SSOOIDCToken -Wait -OpenBrowser -WarningVariable warnings 6>$null
        }
        finally { Remove-Item env:BROWSER }

        $token.AccessToken | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Get-Content -LiteralPath $opened | Should -Be $device.VerificationUriComplete
    }

    It 'ends with AccessDenied when the person refuses' {
        $manual = Start-Fake '--approve', 'manual'
        try {
            $device = Register-SSOOIDCClient cli -EndpointUrl $manual.Url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
            Set-FakeDecision $manual $device.UserCode deny

            $thrown = Get-Thrown { $device | New-SSOOIDCToken -Wait 6>$null }

            $thrown.Exception | Should -BeOfType SsoOidc.AccessDeniedException
            $thrown.FullyQualifiedErrorId | Should -Be 'AccessDeniedException,SsoOidc.Commands.NewSSOOIDCTokenCommand'
        }
        finally { Stop-Fake $manual }
    }

    It 'outlives a lost poll and a service that fails' {
        Add-FakeFault $fake @{ kind = 'reset'; operation = 'CreateToken' }
        Add-FakeFault $fake @{ kind = 'status'; status = 503; operation = 'CreateToken' }

        $token = Invoke-Login 6>$null

        $token.AccessToken | Should -Not -BeNullOrEmpty
        Get-FakeJournal $fake CreateToken | Should -HaveCount 5
    }

    It 'shows no secret in any stream or transcript' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $shell = Invoke-FreshShell @"
Import-Module '$(Get-ManifestPath)'
`$null = Start-Transcript '$transcript'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
`$client = Register-SSOOIDCClient cli -EndpointUrl $url -Scope sso:account:access
`$client
`$device = `$client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
`$device
`$token = `$device | New-SSOOIDCToken -Wait
`$token
`$device | New-SSOOIDCToken
`$Error[0]
`$Error[0].Exception | Format-List * -Force
`$null = Stop-Transcript
[Console]::Error.WriteLine((@(`$client.ClientSecret, `$device.DeviceCode, `$token.AccessToken, `$token.RefreshToken) -join ' '))
"@

        $secrets = $shell.Errors.Trim().Split("`n")[-1].Trim().Split(' ')
        $secrets | Should -HaveCount 4
        $recorded = $shell.Output + (Get-Content -Raw -LiteralPath $transcript)
        $recorded | Should -Match 'VERBOSE: POST'
        $recorded | Should -Match 'InvalidGrant'
        foreach ($secret in $secrets) {
            $secret.Length | Should -BeGreaterThan 20
            $recorded.Contains($secret) | Should -BeFalse
        }
    }
}
