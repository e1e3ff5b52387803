namespace SsoOidc.FakeEndpoint.State;

internal sealed record ClientRegistration(
    string Id,
    string Secret,
    string Name,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? GrantTypes,
    IReadOnlyList<string> RedirectUris);

internal enum Decision
{
    Open,
    Approved,
    Denied,
}

internal sealed class DeviceAuthorization
{
    public required string DeviceCode { get; init; }
    public required string UserCode { get; init; }
    public required string ClientId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required int PendingPolls { get; set; }
    public required TimeSpan Interval { get; set; }
    public long? LastPoll { get; set; }
    public Decision Decision { get; set; }
    public bool Used { get; set; }
}

/// <summary>A valid visit of <c>/authorize</c> that waits for a person.</summary>
internal sealed record AuthorizationRequest(
    string Id, string ClientId, string RedirectUri, string? State, string? Challenge, IReadOnlyList<string> Scopes);

internal sealed record AuthorizationCode(string Code, AuthorizationRequest Request, DateTimeOffset ExpiresAt);

/// <summary>One sign-in of the user: all tokens got from it die with it.</summary>
internal sealed class SignIn
{
    public required DateTimeOffset ExpiresAt { get; init; }
    public bool Ended { get; set; }
}

/// <summary>What a token was issued for. <paramref name="ForPortal"/>: issued by CreateToken, so the portal API takes it.</summary>
internal sealed record Grant(SignIn SignIn, string ClientId, IReadOnlyList<string> Scopes, bool ForPortal);

internal sealed record AccessToken(Grant Grant, DateTimeOffset ExpiresAt);
