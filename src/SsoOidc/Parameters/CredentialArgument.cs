using System.Management.Automation;
using System.Reflection;

namespace SsoOidc;

/// <summary>
/// AWS credentials as other modules hand them around: an object with a <c>GetCredentials()</c> method (the AWS SDK's), a
/// PSCredential (key id and secret), or one with AccessKeyId, SecretAccessKey and SessionToken, itself or in a
/// member Credentials (what Get-STSSessionToken, Use-STSRole or Get-SSORoleCredential return) or Credential (a record's:
/// the engine binds the record by value first, and then no more by property name).
/// </summary>
public sealed class CredentialArgument : IAwsCredentialsProvider
{
    private readonly PSObject _source;

    /// <summary>
    /// Takes any object, which is how PowerShell converts it. Most are piped records for other parameters, and a conversion that fails costs
    /// several exceptions each: <see cref="ServiceCmdlet.Credential"/> says whether the object will do.
    /// </summary>
    public CredentialArgument(object source)
    {
        var given = PSObject.AsPSObject(source);
        var found = Find(given);
        IsCredentials = found is not null;
        _source = found ?? given;
    }

    /// <summary>Whether there are credentials at all.</summary>
    internal bool IsCredentials { get; }

    /// <summary>The object that holds the credentials, or the one that was given.</summary>
    internal object Source => _source.BaseObject;

    /// <summary>Reads the credentials anew, since the object behind may refresh them.</summary>
    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default) =>
        _source.BaseObject is IAwsCredentialsProvider provider ? provider.GetCredentialsAsync(cancellationToken) : new(Read(_source));

    /// <summary>The kind of object, and nothing of what is in it.</summary>
    public override string ToString() => $"{(IsCredentials ? "credentials" : "no credentials")} from a {_source.BaseObject.GetType().Name}";

    /// <summary>Why the object is not taken.</summary>
    internal PSInvalidCastException Refuse() => new(
        $"-Credential is a {_source.BaseObject.GetType().Name}; expected AWS credentials: an object with GetCredentials(), a PSCredential with key id and secret, or AccessKeyId and SecretAccessKey members.");

    /// <summary>
    /// The credentials of <c>$StoredAWSCredentials</c>; null without. Set-AWSCredential leaves an object there that keeps them in a member
    /// that is not public, so it is read as no other object is.
    /// </summary>
    internal static CredentialArgument? OfShell(object? stored)
    {
        if (stored is null)
            return null;
        var given = new CredentialArgument(stored);
        if (given.IsCredentials)
            return given;
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var holder = given.Source.GetType();
        var kept = holder.GetProperty("Credentials", Hidden)?.GetValue(given.Source) ?? holder.GetField("Credentials", Hidden)?.GetValue(given.Source);
        return kept is not null && new CredentialArgument(kept) is { IsCredentials: true } credentials ? credentials : null;
    }

    private static PSObject? Find(PSObject source)
    {
        if (IsShaped(source))
            return source;
        foreach (var name in new[] { "Credentials", "Credential" })
        {
            if (source.Properties[name]?.Value is { } member && PSObject.AsPSObject(member) is var nested && IsShaped(nested))
                return nested;
        }

        return null;
    }

    private static bool IsShaped(PSObject source) =>
        source.BaseObject is IAwsCredentialsProvider or PSCredential
        || source.Methods["GetCredentials"] is not null
        || source.Properties["AccessKeyId"] is not null && source.Properties["SecretAccessKey"] is not null;

    private static AwsCredentials Read(PSObject source)
    {
        if (source.BaseObject is PSCredential credential)
            return Create(credential.UserName, credential.GetNetworkCredential().Password, null);
        if (source.Methods["GetCredentials"] is { } method)
        {
            var result = method.Invoke()
                ?? throw new SsoOidcConfigurationException("-Credential holds anonymous credentials; New-SSOOIDCTokenWithIAM is signed and needs an access key.");
            var keys = PSObject.AsPSObject(result);
            return Create(Member(keys, "AccessKey"), Member(keys, "SecretKey"), Member(keys, "Token"));
        }

        return Create(Member(source, "AccessKeyId"), Member(source, "SecretAccessKey"), Member(source, "SessionToken"));
    }

    private static string? Member(PSObject source, string name) => source.Properties[name]?.Value as string;

    private static AwsCredentials Create(string? accessKeyId, string? secretAccessKey, string? sessionToken) =>
        string.IsNullOrEmpty(accessKeyId) || string.IsNullOrEmpty(secretAccessKey)
            ? throw new SsoOidcConfigurationException("-Credential has no access key id or no secret access key.")
            : new AwsCredentials(accessKeyId!, secretAccessKey!, sessionToken);
}
