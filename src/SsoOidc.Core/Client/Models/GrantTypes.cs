namespace SsoOidc;

/// <summary>The grant types of IAM Identity Center, as <c>grantType</c> carries them (RFC 6749 section 4, RFC 8628, RFC 7523, RFC 8693).</summary>
public static class GrantTypes
{
    /// <summary>Authorization code (RFC 6749 section 4.1), here always with PKCE (RFC 7636).</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>Refresh token (RFC 6749 section 6).</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>Device code (RFC 8628).</summary>
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>JWT bearer assertion of a trusted token issuer (RFC 7523); CreateTokenWithIAM only.</summary>
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>Token exchange (RFC 8693); CreateTokenWithIAM only.</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>
    /// Whether a grant's credential survives a request whose answer was lost. A device code is polled anyway and a token
    /// exchange can be repeated; codes, rotating refresh tokens, assertions and unknown grants may be spent.
    /// </summary>
    internal static bool IsReplaySafe(string? grantType) => grantType is DeviceCode or TokenExchange;
}
