Describe 'Start-SSOOIDCDeviceAuthorization' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
        $startUrl = 'https://example.awsapps.com/start'
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach {
        Reset-Fake $fake
        $client = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1
    }

    It 'takes a client from the pipeline, with its secret, region and endpoint' {
        $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl

        $device | Should -BeOfType SsoOidc.DeviceAuthorization
        $device.UserCode | Should -Match '^[A-Z]{4}-[A-Z]{4}$'
        $device.DeviceCode | Should -Not -BeNullOrEmpty
        $device.VerificationUri | Should -Be "$url/device"
        $device.VerificationUriComplete | Should -BeLike "$url/device?*$($device.UserCode)"
        $device.Interval | Should -Be 1
        $device.ExpiresIn | Should -Be 600
        ($device.ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeGreaterThan 590
        $device.ClientId | Should -Be $client.ClientId
        $device.ClientSecret | Should -Be $client.ClientSecret
        $device.Region | Should -Be eu-west-1
        $device.SsoOidcEndpoint | Should -Be $url
        (Get-FakeJournal $fake StartDeviceAuthorization).body.startUrl | Should -Be $startUrl
    }

    It 'takes the client by position and by name' {
        $byPosition = Start-SSOOIDCDeviceAuthorization $client.ClientId -ClientSecret $client.ClientSecret -StartUrl $startUrl -EndpointUrl $url
        $byName = Start-SSOOIDCDeviceAuthorization -ClientId $client.ClientId -ClientSecret $client.ClientSecret -StartUrl $startUrl -EndpointUrl $url

        $byPosition.DeviceCode | Should -Not -Be $byName.DeviceCode
    }

    It 'refuses an unknown client with an error that says what to run' {
        $thrown = Get-Thrown { Start-SSOOIDCDeviceAuthorization nobody -ClientSecret s -StartUrl $startUrl -EndpointUrl $url }

        $thrown.Exception | Should -BeOfType SsoOidc.InvalidClientException
        $thrown.FullyQualifiedErrorId | Should -Be 'InvalidClientException,SsoOidc.Commands.StartSSOOIDCDeviceAuthorizationCommand'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*Register-SSOOIDCClient*'
        $thrown.TargetObject | Should -Be nobody
    }

    It 'calls nothing under -WhatIf' {
        $client | Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl -WhatIf | Should -BeNullOrEmpty

        Get-FakeJournal $fake StartDeviceAuthorization | Should -BeNullOrEmpty
    }
}
