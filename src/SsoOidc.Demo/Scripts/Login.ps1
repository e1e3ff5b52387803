# Log in with a device code: register a client, start the login, wait for the approval.
$token = Register-SSOOIDCClient -ClientName ssooidc-demo -Scope sso:account:access @service |
    Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl |
    New-SSOOIDCToken -Wait

# What is shown is masked. The next cmdlet takes the whole token from the property AccessToken.
$token

# Refresh: pipe the token back. A refresh token works once, so keep the result: it has the next one.
$token = $token | New-SSOOIDCToken
$token
