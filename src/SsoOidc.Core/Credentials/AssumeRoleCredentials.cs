using SsoOidc.Base;

namespace SsoOidc.Credentials;

/// <summary>STS AssumeRole, signed by another source; asks for an MFA code if the profile names a device.</summary>
internal sealed class AssumeRoleCredentials(CredentialContext context, RoleRequest role, ICredentialSource source) : ICredentialSource
{
    private readonly StsClient _sts = new(context, role);

    public string Description => role.Description;

    public string Identity => $"role|{_sts.Identity}|{source.Identity}";

    public bool IsCacheable => true;

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        // Before the person is asked for a code in vain.
        await context.GetAsync(source, cancellationToken).ConfigureAwait(false);
        var code = await AskCodeAsync(cancellationToken).ConfigureAwait(false);
        return await _sts
            .AssumeAsync("AssumeRole", [("ExternalId", role.ExternalId), ("SerialNumber", role.MfaSerial), ("TokenCode", code)], source, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<string?> AskCodeAsync(CancellationToken cancellationToken)
    {
        if (role.MfaSerial is not { } serial)
            return null;
        if (context.MfaPrompt is not { } prompt)
            throw new CredentialsException(Description, $"it needs a code of the MFA device {Shown.Clean(serial)}, and nobody can be asked here. Run it in an interactive shell, or use another profile.");

        var code = (await prompt(serial, cancellationToken).ConfigureAwait(false)).Trim();
        return code.Length == 6 && code.All(c => c is >= '0' and <= '9')
            ? code
            : throw new CredentialsException(Description, "an MFA code has 6 digits. Try again with the code that the device shows.");
    }
}
