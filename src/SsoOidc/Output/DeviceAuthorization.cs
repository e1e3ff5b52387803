namespace SsoOidc;

/// <summary>A started device login, with what the next cmdlet binds by property name.</summary>
public sealed record DeviceAuthorization : StartDeviceAuthorizationResponse
{
    internal DeviceAuthorization(StartDeviceAuthorizationResponse response)
        : base(response)
    {
    }

    /// <summary>The client that the codes are for.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client's secret. Sensitive.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The region that the login was started in.</summary>
    public string? Region { get; init; }

    /// <summary>The endpoint that was given instead of the region's, for -EndpointUrl of this module alone; null without one.</summary>
    public string? SsoOidcEndpoint { get; init; }
}
