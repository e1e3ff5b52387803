namespace SsoOidc;

/// <summary>Token type identifiers (RFC 8693 section 3) that IAM Identity Center takes and issues.</summary>
public static class TokenTypes
{
    /// <summary>An OAuth access token.</summary>
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    /// <summary>An OAuth refresh token.</summary>
    public const string RefreshToken = "urn:ietf:params:oauth:token-type:refresh_token";
}
