namespace SsoOidc;

/// <summary>A registered client, with what the next cmdlet binds by property name.</summary>
public sealed record ClientRegistration : RegisterClientResponse
{
    internal ClientRegistration(RegisterClientResponse response)
        : base(response)
    {
    }

    /// <summary>The region that the client is registered in; it is unknown elsewhere.</summary>
    public string? Region { get; init; }

    /// <summary>The endpoint that was given instead of the region's, for -EndpointUrl of this module alone; null without one.</summary>
    public string? SsoOidcEndpoint { get; init; }
}
