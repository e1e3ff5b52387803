namespace SsoOidc;

/// <summary>A token, with what it takes to refresh it: pipe it into New-SSOOIDCToken again.</summary>
public sealed record Token : CreateTokenResponse
{
    internal Token(CreateTokenResponse response)
        : base(response)
    {
    }

    /// <summary>The client that the token was issued to.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client's secret. Sensitive.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The region that the token was issued in.</summary>
    public string? Region { get; init; }

    /// <summary>The endpoint that was given instead of the region's, for -EndpointUrl of this module alone; null without one.</summary>
    public string? SsoOidcEndpoint { get; init; }
}
