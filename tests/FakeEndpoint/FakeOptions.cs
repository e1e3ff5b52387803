namespace SsoOidc.FakeEndpoint;

/// <summary>Who approves a login.</summary>
public enum ApproveMode
{
    /// <summary>The fake itself: a device code after <see cref="FakeOptions.PendingPolls"/> polls, <c>/authorize</c> at once.</summary>
    Auto,

    /// <summary>A person on the HTML pages, or a test through the control address or <see cref="FakeServer.Approve"/>.</summary>
    Manual,
}

/// <summary>An account of the access portal and the roles the signed-in user has in it.</summary>
public sealed record FakeAccount(string AccountId, string AccountName, string EmailAddress, IReadOnlyList<string> Roles)
{
    /// <summary>Roles that are listed, and whose credentials are refused all the same.</summary>
    public IReadOnlyList<string> RefusedRoles { get; init; } = [];

    /// <summary>Whether the account is listed, and its roles are refused all the same.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Accounts with these roles each: <c>000000000001</c>, <c>account-0001</c> and so on.</summary>
    public static IReadOnlyList<FakeAccount> Many(int count, params IReadOnlyList<string> roles) =>
        [.. Enumerable.Range(1, count).Select(i => new FakeAccount($"{i:D12}", $"account-{i:D4}", $"account-{i:D4}@example.com", roles))];
}

/// <summary>How a <see cref="FakeServer"/> behaves. All times pass on <see cref="TimeProvider"/>.</summary>
public sealed record FakeOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Path put before every address, such as <c>/prefix</c>; empty for none.</summary>
    public string BasePath { get; init; } = "";

    public ApproveMode Approve { get; init; } = ApproveMode.Auto;

    /// <summary>
    /// Polls answered with AuthorizationPending before a device code approves itself (<see cref="ApproveMode.Auto"/> only).
    /// </summary>
    public int PendingPolls { get; init; }

    /// <summary>Polling interval told to clients, whole seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a poll sooner than the interval gets SlowDown, which also adds 5 s to the interval.</summary>
    public bool EnforceInterval { get; init; } = true;

    /// <summary>Lifetime of a device code, whole seconds.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Lifetime of access tokens; by default 3600 s for clients with <c>sso:account:access</c>, else 8 h.</summary>
    public TimeSpan? TokenLifetime { get; init; }

    /// <summary>How long a sign-in can be refreshed.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Lifetime of a client registration.</summary>
    public TimeSpan RegistrationLifetime { get; init; } = TimeSpan.FromDays(90);

    public string Region { get; init; } = "us-east-1";

    public string AccessKey { get; init; } = "AKIAFAKEENDPOINT0001";

    public string SecretKey { get; init; } = "fake/endpoint+secret/key0000000000000001";

    /// <summary>The session token that must come with the access key; null when the key needs none.</summary>
    public string? SessionToken { get; init; }

    /// <summary>When <see cref="SessionToken"/> expires; null for never.</summary>
    public DateTimeOffset? SessionTokenExpiresAt { get; init; }

    /// <summary>Scopes a client may register or ask for; any other is an InvalidScopeException.</summary>
    public IReadOnlyList<string> Scopes { get; init; } =
    [
        "sso:account:access", "openid", "aws", "sts:identity_context",
        "codewhisperer:completions", "codewhisperer:analysis", "codewhisperer:conversations",
    ];

    public IReadOnlyList<FakeAccount> Accounts { get; init; } =
    [
        new("111122223333", "Development", "dev@example.com", ["AdministratorAccess", "ReadOnlyAccess"]),
        new("222233334444", "Production", "prod@example.com", ["ReadOnlyAccess"]),
    ];

    /// <summary>
    /// The most reads of the portal a second, over all of its operations; one more is a TooManyRequestsException. As many may come at once
    /// after a pause. 0 for no limit.
    /// </summary>
    public int PortalRate { get; init; } = 20;

    /// <summary>Whether an empty page with a token comes before each page of the portal's lists.</summary>
    public bool EmptyPages { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
