using SsoOidc.Base;

namespace SsoOidc;

/// <summary>A client registration: the id and secret that the other operations take.</summary>
public record RegisterClientResponse : SsoOidcResponse
{
    // 9999-12-31T23:59:59Z and 0001-01-01T00:00:00Z in epoch seconds: what DateTimeOffset can hold.
    private const long LastSecond = 253_402_300_799, FirstSecond = -62_135_596_800;

    /// <summary>The id of the client.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of the client. Sensitive.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>When the client was registered, in epoch seconds.</summary>
    public long? ClientIdIssuedAt { get; init; }

    /// <summary>When id and secret expire, in epoch seconds; about 91 days after registration; 0 for never (RFC 7591 section 3.2.1).</summary>
    public long? ClientSecretExpiresAt { get; init; }

    /// <summary>An endpoint where the client can request authorization; null in practice.</summary>
    public string? AuthorizationEndpoint { get; init; }

    /// <summary>An endpoint where the client can get a token; null in practice.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary><see cref="ClientSecretExpiresAt"/> as a moment; null when that is absent or 0.</summary>
    public DateTimeOffset? ExpiresAt => ClientSecretExpiresAt is { } seconds and not 0
        ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(Math.Max(seconds, FirstSecond), LastSecond))
        : null;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {Shown.Clean(ClientId ?? "")}";
}
