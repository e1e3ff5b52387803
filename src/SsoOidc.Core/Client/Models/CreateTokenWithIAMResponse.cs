namespace SsoOidc;

/// <summary>A token for an application.</summary>
public record CreateTokenWithIAMResponse : SsoOidcResponse
{
    /// <summary>The bearer token. Sensitive.</summary>
    public string? AccessToken { get; init; }

    /// <summary><c>Bearer</c>.</summary>
    public string? TokenType { get; init; }

    /// <summary>Lifetime of the access token in seconds from its arrival.</summary>
    public int? ExpiresIn { get; init; }

    /// <summary>The refresh token, where the application allows it. It may rotate: keep the newest. Sensitive.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The OpenID Connect id token (JWT). Sensitive.</summary>
    public string? IdToken { get; init; }

    /// <summary>What <see cref="AccessToken"/> is, see <see cref="TokenTypes"/>.</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>The granted scopes.</summary>
    public IReadOnlyList<string>? Scope { get; init; }

    /// <summary>Details for calls to other AWS services.</summary>
    public AwsAdditionalDetails? AwsAdditionalDetails { get; init; }

    /// <summary>When the access token expires.</summary>
    public DateTimeOffset? ExpiresAt => After(ExpiresIn);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name}, expires {ExpiresAt:u}";
}
