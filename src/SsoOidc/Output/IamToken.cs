namespace SsoOidc;

/// <summary>A token for an application, with what it takes to refresh it: pipe it into New-SSOOIDCTokenWithIAM again.</summary>
public sealed record IamToken : CreateTokenWithIAMResponse
{
    internal IamToken(CreateTokenWithIAMResponse response)
        : base(response)
    {
    }

    /// <summary>The ARN of the application.</summary>
    public string? ClientId { get; init; }

    /// <summary>The region that the token was issued in.</summary>
    public string? Region { get; init; }

    /// <summary>The endpoint that was given instead of the region's, for -EndpointUrl of this module alone; null without one.</summary>
    public string? SsoOidcEndpoint { get; init; }
}
