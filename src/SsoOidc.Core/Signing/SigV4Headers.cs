namespace SsoOidc.Signing;

/// <summary>The headers that a signature adds to a request.</summary>
internal readonly struct SigV4Headers(string authorization, string amzDate, string? securityToken)
{
    public string Authorization { get; } = authorization;

    public string AmzDate { get; } = amzDate;

    public string? SecurityToken { get; } = securityToken;

    public void AddTo(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("x-amz-date", AmzDate);
        if (SecurityToken is not null)
            request.Headers.TryAddWithoutValidation("x-amz-security-token", SecurityToken);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
    }
}
