# Scripts that people published for the official four cmdlets: the forms of their polling loops, and what they look up in an error. Each situation
# is a process of its own, since a type's name that was resolved once stays so for a process.
BeforeDiscovery {
    $forms = @(
        'catch by the official type'
        'catch by the official type, and leave at anything else'
        'catch by the official base type'
        'the name in the message, or throw'
        'the name in the message, or Write-Error'
        'the error code in the message'
        'the error as text'
        'the error id'
        'the name of the inner type'
        'the code of the inner exception'
        'catch all and try again'
    )
    $kinds = @(
        @{ Kind = 'AccessDenied'; Value = 'access_denied'; Status = 400 }
        @{ Kind = 'AuthorizationPending'; Value = 'authorization_pending'; Status = 400 }
        @{ Kind = 'ExpiredToken'; Value = 'expired_token'; Status = 400 }
        @{ Kind = 'InternalServer'; Value = 'server_error'; Status = 500 }
        @{ Kind = 'InvalidClient'; Value = 'invalid_client'; Status = 401 }
        @{ Kind = 'InvalidClientMetadata'; Value = 'invalid_client_metadata'; Status = 400 }
        @{ Kind = 'InvalidGrant'; Value = 'invalid_grant'; Status = 400 }
        @{ Kind = 'InvalidRedirectUri'; Value = 'invalid_redirect_uri'; Status = 400 }
        @{ Kind = 'InvalidRequest'; Value = 'invalid_request'; Status = 400 }
        @{ Kind = 'InvalidRequestRegion'; Value = 'invalid_request'; Status = 400 }
        @{ Kind = 'InvalidScope'; Value = 'invalid_scope'; Status = 400 }
        @{ Kind = 'SlowDown'; Value = 'slow_down'; Status = 400 }
        @{ Kind = 'UnauthorizedClient'; Value = 'unauthorized_client'; Status = 400 }
        @{ Kind = 'UnsupportedGrantType'; Value = 'unsupported_grant_type'; Status = 400 }
    )
    $scopes = @(
        @{ Name = 'a script'; Use = 'Set-AWSCredential @keys; New-SSOOIDCTokenWithIAM @call' }
        @{ Name = 'a function'; Use = 'function Use-It { Set-AWSCredential @keys; New-SSOOIDCTokenWithIAM @call }; Use-It' }
        @{ Name = 'a function''s caller'; Use = 'function Use-It { New-SSOOIDCTokenWithIAM @call }; function Set-It { Set-AWSCredential @keys; Use-It }; Set-It' }
        @{ Name = 'a script block'; Use = '& { Set-AWSCredential @keys; New-SSOOIDCTokenWithIAM @call }' }
        @{ Name = 'Global'; Use = 'function Set-It { Set-AWSCredential @keys -Scope Global }; Set-It; New-SSOOIDCTokenWithIAM @call' }
        @{ Name = 'Script'; Use = 'function Set-It { Set-AWSCredential @keys -Scope Script }; Set-It; New-SSOOIDCTokenWithIAM @call' }
        @{ Name = 'Local'; Use = '& { Set-AWSCredential @keys -Scope Local; New-SSOOIDCTokenWithIAM @call }' }
        @{ Name = 'Private'; Use = '& { Set-AWSCredential @keys -Scope Private; New-SSOOIDCTokenWithIAM @call }' }
        @{ Name = 'a module'; Use = '$module = New-Module { function Use-It { Set-AWSCredential @keys -Scope Script; New-SSOOIDCTokenWithIAM @call } }; Use-It' }
        @{ Name = 'a function of a module'; Use = '$module = New-Module { function Use-It { Set-AWSCredential @keys; New-SSOOIDCTokenWithIAM @call } }; Use-It' }
    )
    $situations = @(@{ Situation = 'alone'; IsOfficial = $false })
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $situations += @{ Situation = 'with the SDK loaded first'; IsOfficial = $true }, @{ Situation = 'with the SDK loaded last'; IsOfficial = $true },
            # What was resolved before the SDK came stays ours, and is still what is thrown.
            @{ Situation = 'with the SDK loaded after a login'; IsOfficial = $false }
    }
}

Describe 'A script for the official cmdlets, <Situation>' -ForEach $situations {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake '--pending', '2', '--interval', '0'
        # Scripts as they stand, with what each does at an error.
        $work = {
            param($Url)

            $grant = 'urn:ietf:params:oauth:grant-type:device_code'
            $anonymous = [Amazon.Runtime.AnonymousAWSCredentials]::new()
            $pseudoKeys = @{ AccessKey = 'none'; SecretKey = 'none'; Region = 'eu-west-1'; EndpointUrl = $Url }
            $forms = [ordered]@{
                'catch by the official type' = {
                    try { New-SSOOIDCToken @call } catch [Amazon.SSOOIDC.Model.AuthorizationPendingException] { }
                }
                'catch by the official type, and leave at anything else' = {
                    try { New-SSOOIDCToken @call } catch [Amazon.SSOOIDC.Model.AuthorizationPendingException] { } catch { exit 1 }
                }
                'catch by the official base type' = {
                    try { New-SSOOIDCToken @call } catch [Amazon.SSOOIDC.AmazonSSOOIDCException] { if ($_.Exception.InnerException.ErrorCode -ne 'AuthorizationPendingException') { throw } }
                }
                'the name in the message, or throw' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.Exception.Message -notlike '*AuthorizationPendingException*') { throw } }
                }
                'the name in the message, or Write-Error' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.Exception.Message -notlike '*AuthorizationPendingException*') { Write-Error $_; exit 1 } }
                }
                'the error code in the message' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.Exception.Message -like '*authorization_pending*') { } else { throw } }
                }
                'the error as text' = {
                    try { New-SSOOIDCToken @call } catch { if ("$_" -match 'AuthorizationPending') { } else { throw } }
                }
                'the error id' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.FullyQualifiedErrorId -notlike '*AuthorizationPendingException*') { throw } }
                }
                'the name of the inner type' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.Exception.InnerException.GetType().Name -ne 'AuthorizationPendingException') { throw } }
                }
                'the code of the inner exception' = {
                    try { New-SSOOIDCToken @call } catch { if ($_.Exception.InnerException.ErrorCode -ne 'AuthorizationPendingException') { throw } }
                }
                'catch all and try again' = {
                    try { New-SSOOIDCToken @call -Code $device.Code } catch { }
                }
            }
            $result = @{ Forms = @{}; Kinds = @{}; Anonymous = $anonymous.GetType().FullName }
            foreach ($form in $forms.Keys) {
                $client = Register-SSOOIDCClient -ClientName my-script -ClientType public -Credential $anonymous -Region eu-west-1 -EndpointUrl $Url
                $device = Start-SSOOIDCDeviceAuthorization -ClientId $client.ClientId -ClientSecret $client.ClientSecret -StartUrl https://example.awsapps.com/start @pseudoKeys
                $call = @{
                    ClientId = $client.ClientId; ClientSecret = $client.ClientSecret; DeviceCode = $device.DeviceCode; GrantType = $grant; Credential = $anonymous
                    Region = 'eu-west-1'; EndpointUrl = $Url
                }
                $tries = 0
                do {
                    $token = . $forms[$form]
                    $tries++
                } until ($token -or $tries -eq 5)
                $result.Forms[$form] = "$($token.TokenType) after $tries"
            }

            foreach ($kind in @'
            AccessDenied AuthorizationPending ExpiredToken InternalServer InvalidClient InvalidClientMetadata InvalidGrant InvalidRedirectUri InvalidRequest
            InvalidRequestRegion InvalidScope SlowDown UnauthorizedClient UnsupportedGrantType
'@.Trim() -split '\s+') {
                $fault = @{ kind = 'error'; error = $kind; description = 'What the service says.'; reason = 'KMS_DisabledException'; endpoint = 'https://there'; region = 'eu-west-2'
                    times = 3; headers = @{ 'x-amzn-RequestId' = 'request-1' } }
                $null = Invoke-RestMethod -Method Post -Uri "$Url/__fake/faults" -Body (ConvertTo-Json $fault) -ContentType application/json
                $caught = & ([scriptblock]::Create("
                    try { New-SSOOIDCToken the-client -ClientSecret s -DeviceCode d -MaximumRetryCount 0 -EndpointUrl $Url }
                    catch [Amazon.SSOOIDC.Model.${kind}Exception] { `$_ }"))
                $null = Invoke-RestMethod -Method Post -Uri "$Url/__fake/reset"
                $inner = $caught.Exception.InnerException
                $result.Kinds[$kind] = [ordered]@{
                    Outer = $caught.Exception.GetType().FullName; Id = $caught.FullyQualifiedErrorId; Message = $caught.Exception.Message; Text = "$caught"
                    Type = $inner.GetType().FullName; Assembly = $inner.GetType().Assembly.GetName().Name; InnerMessage = $inner.Message
                    Error = $inner.Error; Description = $inner.Error_description; Code = $inner.ErrorCode; Status = [int]$inner.StatusCode; RequestId = $inner.RequestId
                    Reason = "$($inner.Reason)"; Region = $inner.Region; Endpoint = $inner.Endpoint
                }
            }
            ConvertTo-Json $result -Depth 4 -Compress
        }
        $import = "Import-Module '$(Get-ManifestPath)'"
        $load = ''
        if ($PSVersionTable.PSEdition -eq 'Core') {
            $sdk = Get-ChildItem "$PSScriptRoot/FakeEndpoint.Tests/bin/Release" -Recurse -Filter AWSSDK.SSOOIDC.dll | Select-Object -First 1
            $load = "Add-Type -Path '$($sdk.DirectoryName)/AWSSDK.Core.dll', '$($sdk.FullName)'"
        }
        $run = "& { $work } '$($fake.Url)'"
        $script = switch ($Situation) {
            'alone' { "$import; $run" }
            'with the SDK loaded first' { "$load; $import; $run" }
            'with the SDK loaded last' { "$import; $load; $run" }
            'with the SDK loaded after a login' { "$import; `$null = $run; $load; $run" }
        }
        $path = Join-Path $TestDrive 'script.ps1'
        Set-Content -LiteralPath $path -Value $script -Encoding utf8
        $shell = Invoke-FreshShell "& '$path'"
        $shell.Errors | Should -BeNullOrEmpty
        $result = $shell.Output | ConvertFrom-Json
    }
    AfterAll { Stop-Fake $fake }

    It 'logs in: <_>' -ForEach $forms {
        $result.Forms.$_ | Should -Be 'Bearer after 3'
    }

    It 'finds in <Kind> what it looks up' -ForEach $kinds {
        $found = $result.Kinds.$Kind

        $found.Outer | Should -Be "SsoOidc.${Kind}Exception"
        $found.Id | Should -Be "${Kind}Exception,SsoOidc.Commands.NewSSOOIDCTokenCommand"
        $found.Message | Should -Be "What the service says.`n(Error Code ${Kind}Exception, $Value, HTTP status $Status, request id request-1)"
        $found.Text | Should -Be $found.Message
        $found.InnerMessage | Should -Be $found.Message
        $found.Type | Should -Be "Amazon.SSOOIDC.Model.${Kind}Exception"
        $found.Assembly | Should -Be $(if ($IsOfficial) { 'AWSSDK.SSOOIDC' } else { 'SsoOidc' })
        $found.Error | Should -Be $Value
        $found.Description | Should -Be 'What the service says.'
        $found.Code | Should -Be "${Kind}Exception"
        $found.Status | Should -Be $Status
        $found.RequestId | Should -Be request-1
        $found.Reason | Should -Be "$(if ($Kind -in 'AccessDenied', 'InvalidRequest') { 'KMS_DisabledException' })"
        $found.Region | Should -Be $(if ($Kind -eq 'InvalidRequestRegion') { 'eu-west-2' })
        $found.Endpoint | Should -Be $(if ($Kind -eq 'InvalidRequestRegion') { 'https://there' })
    }

    It 'has the anonymous credentials of the SDK, or something in their place' {
        $result.Anonymous | Should -Be $(if ($IsOfficial) { 'Amazon.Runtime.AnonymousAWSCredentials' } else { 'SsoOidc.Compatibility.AnonymousCredentials' })
    }
}

Describe 'The official names' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $import = "Import-Module '$(Get-ManifestPath)'"
        $sdk = Get-ChildItem "$PSScriptRoot/FakeEndpoint.Tests/bin/Release" -Recurse -Filter AWSSDK.SSOOIDC.dll | Select-Object -First 1
        $core = "Add-Type -Path '$($sdk.DirectoryName)/AWSSDK.Core.dll'"
        $service = "Add-Type -Path '$($sdk.FullName)'"
        $ask = "foreach (`$name in 'Amazon.SSOOIDC.Model.SlowDownException', 'Amazon.SSOOIDC.AmazonSSOOIDCException', 'Amazon.Runtime.AmazonServiceException', 'Amazon.Runtime.AnonymousAWSCredentials') {
            `$type = `$name -as [type]; if (`$type) { `$type.Assembly.GetName().Name } else { 'none' } }"
        $accelerators = "([psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get.Keys -like 'Amazon.*').Count"
        function Get-Answer([string] $Script) { ((Invoke-FreshShell $Script).Output.Trim() -split '\s+') -join ' ' }
    }

    It 'are ours while the SDK is not there, and gone with the module' {
        Get-Answer "$import; $ask" | Should -Be 'SsoOidc SsoOidc SsoOidc SsoOidc'
        Get-Answer "$import; $accelerators; $import -Force; $accelerators; Remove-Module SsoOidc; $accelerators; $ask" | Should -Be '17 17 0 none none none none'
    }

    It 'are the SDK''s where that was loaded <When>' -Skip:($PSVersionTable.PSEdition -ne 'Core') -ForEach @(
        @{ When = 'first'; Order = { "$core; $service; $import" } }
        @{ When = 'last'; Order = { "$import; $core; $service" } }
    ) {
        Get-Answer "$(& $Order); $accelerators; $ask" | Should -Be '0 AWSSDK.SSOOIDC AWSSDK.SSOOIDC AWSSDK.Core AWSSDK.Core'
    }

    It 'are each its assembly''s where only the SDK''s core is loaded' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        Get-Answer "$import; $core; $ask" | Should -Be 'SsoOidc SsoOidc AWSSDK.Core AWSSDK.Core'
    }

    It 'stay ours once resolved, and what is made by them still binds to the official cmdlets' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $official = 'function Get-Official { param([Amazon.Runtime.AWSCredentials] $Credential) $Credential.GetType().FullName }'
        Get-Answer "$import; `$null = $ask; $core; $service; $ask; $official; Get-Official -Credential ([Amazon.Runtime.AnonymousAWSCredentials]::new())" |
            Should -Be 'SsoOidc SsoOidc SsoOidc SsoOidc Amazon.Runtime.AnonymousAWSCredentials'
    }
}

Describe 'Set-AWSCredential counts' -Skip:($PSVersionTable.PSEdition -ne 'Core') -ForEach @{ Scopes = $scopes } {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake '--access-key', 'AKIAFAKEENDPOINT0001', '--secret-key', 'fake-secret', '--region', 'us-east-1'
        $sdk = Get-ChildItem "$PSScriptRoot/FakeEndpoint.Tests/bin/Release" -Recurse -Filter AWSSDK.Core.dll | Select-Object -First 1
        # As in AWS.Tools.Common: the object's credentials are internal, and the variable is written through the cmdlet's session state.
        $common = Join-Path $TestDrive 'AwsCommon.cs'
        Set-Content -LiteralPath $common -Value @'
            using System.Management.Automation;
            using Amazon.Runtime;
            namespace Amazon.PowerShell.Common
            {
                public enum VariableScope { Global, Local, Private, Script }
                public class AWSPSCredentials
                {
                    internal AWSPSCredentials(AWSCredentials credentials, string name) { Credentials = credentials; Name = name; }
                    internal AWSCredentials Credentials { get; private set; }
                    public string Name { get; private set; }
                }
                [Cmdlet("Set", "AWSCredential")]
                public class SetCredentialCmdlet : PSCmdlet
                {
                    [Parameter] public string AccessKey { get; set; }
                    [Parameter] public string SecretKey { get; set; }
                    [Parameter] public VariableScope? Scope { get; set; }
                    protected override void ProcessRecord()
                    {
                        var scope = Scope == null ? "" : Scope + ":";
                        SessionState.PSVariable.Set(scope + "StoredAWSCredentials", new AWSPSCredentials(new BasicAWSCredentials(AccessKey, SecretKey), "key"));
                    }
                }
            }
'@
        # One process, with a session of its own for each, since one's default would hide the next one's.
        $scripts = foreach ($scope in $Scopes) {
            $path = Join-Path $TestDrive "$($scope.Name -replace '\W').ps1"
            Set-Content -LiteralPath $path -Value $scope.Use
            "@{ Name = '$($scope.Name -replace "'", "''")'; Path = '$path' }"
        }
        $shell = Invoke-FreshShell @"
            Add-Type -Path '$($sdk.FullName)'
            `$common = (Add-Type -Path '$common' -ReferencedAssemblies '$($sdk.FullName)', ([psobject].Assembly.Location), netstandard, System.Runtime -CompilerOptions /nowarn:CS1701 -PassThru)[0].Assembly
            Import-Module '$(Get-ManifestPath)'
            `$token = Register-SSOOIDCClient cli -EndpointUrl $($fake.Url) | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken
            `$call = @{ ClientId = 'arn:aws:sso::111122223333:application/ssoins-1/apl-2'; SubjectToken = `$token.AccessToken; Region = 'us-east-1'; EndpointUrl = '$($fake.Url)'; Select = 'TokenType' }
            `$keys = @{ AccessKey = 'AKIAFAKEENDPOINT0001'; SecretKey = 'fake-secret' }
            `$outcomes = @{}
            foreach (`$scope in $($scripts -join ', ')) {
                `$session = [powershell]::Create()
                `$null = `$session.AddScript('param(`$common, `$given, `$own, `$path) Import-Module -Assembly `$common; Import-Module ''$(Get-ManifestPath)''; `$global:call = `$given; `$global:keys = `$own; & `$path')
                `$null = `$session.AddArgument(`$common).AddArgument(`$call).AddArgument(`$keys).AddArgument(`$scope.Path)
                `$outcomes[`$scope.Name] = "`$(`$session.Invoke()) `$(`$session.Streams.Error)"
            }
            ConvertTo-Json `$outcomes -Compress
"@
        $outcomes = $shell.Output | ConvertFrom-Json
    }
    AfterAll { Stop-Fake $fake }

    It 'in the scope of <Name>' -ForEach $scopes {
        $outcomes.$Name | Should -Be 'Bearer '
    }
}
