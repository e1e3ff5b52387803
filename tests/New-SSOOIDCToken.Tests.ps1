Describe 'New-SSOOIDCToken' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach {
        Reset-Fake $fake
        $device = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Scope sso:account:access |
            Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
    }

    It 'redeems a device code that is approved' {
        $token = $device | New-SSOOIDCToken

        $token | Should -BeOfType SsoOidc.Token
        $token.AccessToken | Should -Not -BeNullOrEmpty
        $token.RefreshToken | Should -Not -BeNullOrEmpty
        $token.TokenType | Should -Be Bearer
        $token.ExpiresIn | Should -Be 3600
        ($token.ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeGreaterThan 3590
        $token.Region | Should -Be eu-west-1
        $token.Metadata.RequestId | Should -Not -BeNullOrEmpty
        (Get-FakeJournal $fake CreateToken).body.grantType | Should -Be 'urn:ietf:params:oauth:grant-type:device_code'
    }

    It 'refreshes a piped token, and the new refresh token is another' {
        $first = $device | New-SSOOIDCToken
        $second = $first | New-SSOOIDCToken
        $third = $second | New-SSOOIDCToken

        @($first, $second, $third).RefreshToken | Sort-Object -Unique | Should -HaveCount 3
        $third.Region | Should -Be eu-west-1
        (Get-FakeJournal $fake CreateToken).body.grantType | Select-Object -Last 2 | Should -Be 'refresh_token', 'refresh_token'
        { $first | New-SSOOIDCToken } | Should -Throw -ErrorId 'InvalidGrantException,SsoOidc.Commands.NewSSOOIDCTokenCommand'
    }

    It 'refuses before the network: <Name>' -ForEach @(
        @{ Name = 'nothing to redeem'; Arguments = @{}; Message = 'There is nothing to get a token for*' }
        @{ Name = 'two grants'; Arguments = @{ DeviceCode = 'd'; RefreshToken = 'r' }; Message = '*belong to different grants*' }
        @{ Name = 'a grant without its code'; Arguments = @{ GrantType = 'authorization_code'; RefreshToken = 'r' }; Message = '*needs -Code*' }
        @{ Name = '-Wait without a device code'; Arguments = @{ RefreshToken = 'r'; Wait = $true }; Message = '*-Wait polls for a device code*' }
    ) {
        Reset-Fake $fake

        $thrown = Get-Thrown { New-SSOOIDCToken id -ClientSecret s -EndpointUrl $url @Arguments }

        $thrown.FullyQualifiedErrorId | Should -Be 'InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenCommand'
        $thrown.Exception.Message | Should -BeLike $Message
        Get-FakeJournal $fake | Should -BeNullOrEmpty
    }

    It 'calls nothing under -WhatIf' {
        $device | New-SSOOIDCToken -Wait -WhatIf | Should -BeNullOrEmpty

        Get-FakeJournal $fake CreateToken | Should -BeNullOrEmpty
    }

    It 'keeps the loop of scripts that poll themselves working' {
        $manual = Start-Fake '--pending', '2', '--enforce-interval', 'false'
        try {
            $device = Register-SSOOIDCClient cli -EndpointUrl $manual.Url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
            $pending = 0
            $token = $null
            while (-not $token) {
                try {
                    $token = New-SSOOIDCToken -ClientId $device.ClientId -ClientSecret $device.ClientSecret -DeviceCode $device.DeviceCode `
                        -GrantType 'urn:ietf:params:oauth:grant-type:device_code' -EndpointUrl $manual.Url
                }
                catch [SsoOidc.AuthorizationPendingException] { $pending++ }
            }

            $pending | Should -Be 2
            $token.AccessToken | Should -Not -BeNullOrEmpty
        }
        finally { Stop-Fake $manual }
    }
}
