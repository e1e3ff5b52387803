namespace SsoOidc.Signing;

/// <summary>The headers that a signature adds to a request.</summary>
internal readonly struct SigV4Headers(string authorization, string amzDate, string? securityToken)
{
    public string Authorization { get; } = authorization;

    public string AmzDate { get; } = amzDate;

    public string? SecurityToken { get; } = securityToken;
}
