namespace SsoOidc.Credentials;

/// <summary>What the variables of the process give: a key pair, or a web identity.</summary>
internal static class EnvironmentCredentials
{
    /// <summary>AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN (or AWS_SECURITY_TOKEN, its old name); <c>null</c> if the first two are not set.</summary>
    public static ICredentialSource? Keys(CredentialContext context)
    {
        var variables = context.Environment;
        return FixedCredentials.Of(
            "the environment",
            ("AWS_ACCESS_KEY_ID", variables.Get("AWS_ACCESS_KEY_ID")),
            ("AWS_SECRET_ACCESS_KEY", variables.Get("AWS_SECRET_ACCESS_KEY")),
            variables.Get("AWS_SECURITY_TOKEN") ?? variables.Get("AWS_SESSION_TOKEN"),
            context.TimeProvider);
    }

    /// <summary>AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN; <c>null</c> if the first is not set.</summary>
    public static ICredentialSource? WebIdentity(CredentialContext context)
    {
        var variables = context.Environment;
        if (variables.Get("AWS_WEB_IDENTITY_TOKEN_FILE") is not { } tokenFile)
            return null;
        var role = variables.Get("AWS_ROLE_ARN")
            ?? throw new CredentialsException("the web identity of the environment", "AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN. Set both, or neither.");
        return new WebIdentityCredentials(context, new RoleRequest(role, "the environment") { SessionName = variables.Get("AWS_ROLE_SESSION_NAME") }, tokenFile);
    }
}
