using SsoOidc.Base;

namespace SsoOidc;

/// <summary>A started device login: what the person types and where, and what the client polls with.</summary>
public record StartDeviceAuthorizationResponse : SsoOidcResponse
{
    /// <summary>The code to poll with. A secret.</summary>
    public string? DeviceCode { get; init; }

    /// <summary>The code that the person confirms, form <c>ABCD-EFGH</c>.</summary>
    public string? UserCode { get; init; }

    /// <summary>The page where the person enters the user code.</summary>
    public string? VerificationUri { get; init; }

    /// <summary>The same page with the user code filled in.</summary>
    public string? VerificationUriComplete { get; init; }

    /// <summary>Lifetime of the codes in seconds.</summary>
    public int? ExpiresIn { get; init; }

    /// <summary>Least time between two polls in seconds; 5 when absent or 0 (RFC 8628 section 3.2).</summary>
    public int? Interval { get; init; }

    /// <summary>When the codes expire.</summary>
    public DateTimeOffset? ExpiresAt => After(ExpiresIn);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {Shown.Clean(UserCode ?? "")}";
}
