namespace SsoOidc.Credentials;

/// <summary>STS AssumeRoleWithWebIdentity with the token in a file, which whoever wrote it renews.</summary>
internal sealed class WebIdentityCredentials(CredentialContext context, RoleRequest role, string tokenFile) : ICredentialSource
{
    private readonly StsClient _sts = new(context, role);

    public string Description => role.Description;

    public string Identity => $"web|{_sts.Identity}|{SecretFile.Fingerprint(context.Environment.Resolve(tokenFile))}";

    public bool IsCacheable => true;

    public Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var token = SecretFile.Read(Description, context.Environment.Resolve(tokenFile));
        return _sts.AssumeAsync("AssumeRoleWithWebIdentity", [("WebIdentityToken", token)], signer: null, cancellationToken);
    }
}
