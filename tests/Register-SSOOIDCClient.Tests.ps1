Describe 'Register-SSOOIDCClient' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'registers a public client by its name alone' {
        $client = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1

        $client | Should -BeOfType SsoOidc.ClientRegistration
        $client.ClientId | Should -Not -BeNullOrEmpty
        $client.ClientSecret | Should -Not -BeNullOrEmpty
        $client.ExpiresAt | Should -BeOfType DateTimeOffset
        $client.ExpiresAt.ToUnixTimeSeconds() | Should -Be $client.ClientSecretExpiresAt
        $client.Region | Should -Be eu-west-1
        $client.SsoOidcEndpoint | Should -Be $url
        $request = @(Get-FakeJournal $fake)
        $request.Count | Should -Be 1
        $request[0].body.clientName | Should -Be cli
        $request[0].body.clientType | Should -Be public
    }

    It 'sends scopes, grants, redirect addresses and the issuer' {
        $null = Register-SSOOIDCClient -ClientName cli -Scope sso:account:access, openid -GrantType authorization_code, refresh_token `
            -RedirectUris http://127.0.0.1/oauth/callback -IssuerUrl https://example.awsapps.com/start -EndpointUrl $url

        $body = (Get-FakeJournal $fake).body
        $body.scopes | Should -Be '["sso:account:access","openid"]'
        $body.grantTypes | Should -Be '["authorization_code","refresh_token"]'
        $body.redirectUris | Should -Be '["http://127.0.0.1/oauth/callback"]'
        $body.issuerUrl | Should -Be 'https://example.awsapps.com/start'
    }

    It 'takes names from the pipeline' {
        $clients = 'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url

        $clients.Count | Should -Be 2
        (Get-FakeJournal $fake).body.clientName | Should -Be 'one', 'two'
    }

    It 'takes rows of a table, whose empty cells count as absent' {
        $table = "ClientName,Region,IssuerUrl,ClientType`none,eu-west-1,,`ntwo,us-east-1,https://example.awsapps.com/start,public" | ConvertFrom-Csv

        $clients = $table | Register-SSOOIDCClient -EndpointUrl $url

        $clients.Region | Should -Be 'eu-west-1', 'us-east-1'
        $requests = Get-FakeJournal $fake
        $requests[0].body.PSObject.Properties.Name | Should -Not -Contain issuerUrl
        $requests[1].body.issuerUrl | Should -Be 'https://example.awsapps.com/start'
    }

    It 'calls nothing under -WhatIf' {
        Register-SSOOIDCClient cli -EndpointUrl $url -WhatIf | Should -BeNullOrEmpty

        Get-FakeJournal $fake | Should -BeNullOrEmpty
    }

    It 'needs no credentials, no profile and no region in the environment' {
        $env:AWS_PROFILE | Should -BeNullOrEmpty

        (Register-SSOOIDCClient cli -EndpointUrl $url).ClientId | Should -Not -BeNullOrEmpty

        (Get-FakeJournal $fake).headers.PSObject.Properties.Name | Should -Not -Contain Authorization
    }

    It 'opens one connection for a thousand records' {
        $clients = 1..1000 | Register-SSOOIDCClient -EndpointUrl $url

        $clients.Count | Should -Be 1000
        $state = Get-FakeState $fake
        $state.requests | Should -Be 1000
        $state.connections | Should -Be 1
    }
}
