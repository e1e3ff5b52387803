# Log in with a device code: register a client, start the login, wait for the approval.
$token = Register-SSOOIDCClient -ClientName ssooidc-demo -Scope sso:account:access @service |
    Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl |
    New-SSOOIDCToken -Wait

# The token prints no secret; the secret is in its AccessToken property, where the next cmdlet takes it from.
"$token"

# Refresh: pipe a token back. Refresh tokens are used once, so the result has the next one.
$token = $token | New-SSOOIDCToken
"$token"
