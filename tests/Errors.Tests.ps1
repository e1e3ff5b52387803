Describe 'Errors' {
    BeforeDiscovery {
        $kinds = @(
            @{ Kind = 'AccessDenied'; Status = 400; Category = 'PermissionDenied' }
            @{ Kind = 'AuthorizationPending'; Status = 400; Category = 'ResourceBusy' }
            @{ Kind = 'ExpiredToken'; Status = 400; Category = 'OperationTimeout' }
            @{ Kind = 'InternalServer'; Status = 500; Category = 'ResourceUnavailable' }
            @{ Kind = 'InvalidClient'; Status = 401; Category = 'AuthenticationError' }
            @{ Kind = 'InvalidClientMetadata'; Status = 400; Category = 'InvalidArgument' }
            @{ Kind = 'InvalidGrant'; Status = 400; Category = 'AuthenticationError' }
            @{ Kind = 'InvalidRedirectUri'; Status = 400; Category = 'InvalidArgument' }
            @{ Kind = 'InvalidRequest'; Status = 400; Category = 'InvalidArgument' }
            @{ Kind = 'InvalidRequestRegion'; Status = 400; Category = 'InvalidArgument' }
            @{ Kind = 'InvalidScope'; Status = 400; Category = 'InvalidArgument' }
            @{ Kind = 'SlowDown'; Status = 400; Category = 'LimitsExceeded' }
            @{ Kind = 'UnauthorizedClient'; Status = 400; Category = 'PermissionDenied' }
            @{ Kind = 'UnsupportedGrantType'; Status = 400; Category = 'InvalidArgument' }
        )
    }
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It '<Kind> is caught by its type and is a whole record' -ForEach $kinds {
        # The service's own failure is retried twice before it is the call's.
        Add-FakeFault $fake @{ kind = 'error'; error = $Kind; description = 'What the service says.'; times = 3; headers = @{ 'x-amzn-RequestId' = 'request-1' } }

        # A type in a catch clause cannot come from a variable.
        $caught = & ([scriptblock]::Create("
            try { New-SSOOIDCToken the-client -ClientSecret s -DeviceCode d -EndpointUrl $url }
            catch [SsoOidc.${Kind}Exception] { `$_ }
            catch { throw 'not caught by its type' }"))

        $caught.Exception.Message -split "`n" | Should -HaveCount 2
        ($caught.Exception.Message -split "`n")[0] | Should -Be 'What the service says.'
        $caught.Exception.Message | Should -Match "(?m)^\(Error Code ${Kind}Exception, .*HTTP status $Status, request id request-1\)$" -Because 'scripts look for the name there'
        [int]$caught.Exception.StatusCode | Should -Be $Status
        $caught.Exception.RequestId | Should -Be request-1
        $caught.Exception.Metadata.Attempts | Should -Be @(Get-FakeJournal $fake).Count
        $caught.FullyQualifiedErrorId | Should -Be "${Kind}Exception,SsoOidc.Commands.NewSSOOIDCTokenCommand"
        $caught.CategoryInfo.Category | Should -Be $Category
        $caught.TargetObject | Should -Be the-client
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'are all caught as SsoOidcException' {
        Add-FakeFault $fake @{ kind = 'error'; error = 'InvalidScope' }

        $caught = try { Register-SSOOIDCClient cli -EndpointUrl $url } catch [SsoOidc.SsoOidcException] { $_.Exception.Error }

        $caught | Should -Be invalid_scope
    }

    It 'end the statement and leave the rest of a script running' {
        Add-FakeFault $fake @{ kind = 'error'; error = 'InvalidScope'; description = 'No such scope.' }

        $shell = Invoke-FreshShell "Import-Module '$(Get-ManifestPath)'; Register-SSOOIDCClient cli -EndpointUrl $url; 'after'"

        $shell.Output | Should -Match 'after'
        $shell.Output + $shell.Errors | Should -Match 'No such scope\.'
    }

    It 'are $? = $false and are in $Error' {
        Add-FakeFault $fake @{ kind = 'error'; error = 'InvalidScope'; description = 'No such scope.' }

        $shell = Invoke-FreshShell "Import-Module '$(Get-ManifestPath)'; Register-SSOOIDCClient cli -EndpointUrl $url 2>`$null; `"`$? `$(`$Error.Count) `$(`$Error[0].FullyQualifiedErrorId)`""

        $shell.Output.Trim() | Should -Match 'False 1 InvalidScopeException,SsoOidc\.Commands\.RegisterSSOOIDCClientCommand$'
    }

    It 'read well in the concise view' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        Add-FakeFault $fake @{ kind = 'error'; error = 'InvalidClient'; description = 'Invalid client credentials provided' }
        $thrown = Get-Thrown { New-SSOOIDCToken id -ClientSecret s -RefreshToken r -EndpointUrl $url }

        $ErrorView = 'ConciseView'
        $lines = ($thrown | Out-String) -replace '\e\[[\d;]*m', '' -split '\r?\n' | Where-Object { $_ }

        $lines[0] | Should -Match '^New-SSOOIDCToken: '
        $lines -join "`n" | Should -Match 'Invalid client credentials provided'
        $lines -join "`n" | Should -Match '(?m)^Register-SSOOIDCClient -EndpointUrl \S+ for a new client'
        $lines -join "`n" | Should -Not -Match 'at SsoOidc\.'
    }

    It 'of the connection name the address and what to check' {
        $thrown = Get-Thrown { Register-SSOOIDCClient cli -EndpointUrl http://127.0.0.1:1 }

        $thrown.Exception | Should -BeOfType SsoOidc.SsoOidcConnectionException
        $thrown.Exception.Message | Should -BeLike '*127.0.0.1:1*'
        $thrown.FullyQualifiedErrorId | Should -Be 'ConnectionFailed,SsoOidc.Commands.RegisterSSOOIDCClientCommand'
        $thrown.CategoryInfo.Category | Should -Be ConnectionError
    }
}
