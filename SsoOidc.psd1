@{
    RootModule             = 'module/Edition'
    ModuleVersion          = '0.1.0'
    GUID                   = '6d1f1f0e-8a53-4c0e-9a67-5d2c0b7f3e41'
    Author                 = 'The SsoOidc authors'
    CompanyName            = 'The SsoOidc authors'
    Copyright              = '(c) The SsoOidc authors. Apache-2.0.'
    Description            = 'Log in to AWS IAM Identity Center from PowerShell: the SSO OIDC operations without an SDK, polling and refresh included.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')
    # Commas between the names: for names on lines of their own PowerShell compiles a pipeline, some 10 ms at every import.
    CmdletsToExport        = @(
        'Connect-SSOOIDCSession',
        'Disconnect-SSOOIDCSession',
        'Get-SSOOIDCAccount',
        'Get-SSOOIDCRole',
        'Get-SSOOIDCRoleCredential',
        'Get-SSOOIDCSession',
        'New-SSOOIDCProfile',
        'New-SSOOIDCToken',
        'New-SSOOIDCTokenWithIAM',
        'Register-SSOOIDCClient',
        'Start-SSOOIDCDeviceAuthorization',
        'Use-SSOOIDCRole'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('AWS', 'SSO', 'OIDC', 'IdentityCenter', 'OAuth', 'Login', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
