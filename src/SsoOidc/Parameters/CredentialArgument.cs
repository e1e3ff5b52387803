using System.ComponentModel;
using System.Management.Automation;

namespace SsoOidc;

/// <summary>
/// AWS credentials as other modules hand them around: an object with a <c>GetCredentials()</c> method (the AWS SDK's), a
/// PSCredential (key id and secret), or one with AccessKeyId, SecretAccessKey and SessionToken, itself or in a
/// member Credentials (what Get-STSSessionToken, Use-STSRole or Get-SSORoleCredential return).
/// </summary>
[TypeConverter(typeof(CredentialConverter))]
public sealed class CredentialArgument : IAwsCredentialsProvider
{
    private readonly PSObject _source;

    internal CredentialArgument(PSObject source)
    {
        _source = source;
    }

    /// <summary>Reads the credentials anew, since the object behind may refresh them.</summary>
    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default) => new(Read(_source));

    /// <summary>The kind of object, and nothing of what is in it.</summary>
    public override string ToString() => $"credentials from a {_source.BaseObject.GetType().Name}";

    internal static bool IsShaped(object? source)
    {
        if (source is null or string)
            return false;
        var wrapped = PSObject.AsPSObject(source);
        return wrapped.BaseObject is IAwsCredentialsProvider or PSCredential
            || wrapped.Methods["GetCredentials"] is not null
            || wrapped.Properties["AccessKeyId"] is not null && wrapped.Properties["SecretAccessKey"] is not null
            || Nested(wrapped) is { } nested && IsShaped(nested);
    }

    private static AwsCredentials Read(PSObject source)
    {
        if (source.BaseObject is AwsCredentials own)
            return own;
        if (source.BaseObject is PSCredential credential)
            return Create(credential.UserName, credential.GetNetworkCredential().Password, null);
        if (source.Methods["GetCredentials"] is { } method)
        {
            var result = method.Invoke()
                ?? throw new SsoOidcConfigurationException("-Credential holds anonymous credentials; New-SSOOIDCTokenWithIAM is signed and needs an access key.");
            var keys = PSObject.AsPSObject(result);
            return Create(Member(keys, "AccessKey"), Member(keys, "SecretKey"), Member(keys, "Token"));
        }

        return Nested(source) is { } nested
            ? Read(PSObject.AsPSObject(nested))
            : Create(Member(source, "AccessKeyId"), Member(source, "SecretAccessKey"), Member(source, "SessionToken"));
    }

    private static object? Nested(PSObject source) => source.Properties["AccessKeyId"] is null ? source.Properties["Credentials"]?.Value : null;

    private static string? Member(PSObject source, string name) => source.Properties[name]?.Value as string;

    private static AwsCredentials Create(string? accessKeyId, string? secretAccessKey, string? sessionToken) =>
        string.IsNullOrEmpty(accessKeyId) || string.IsNullOrEmpty(secretAccessKey)
            ? throw new SsoOidcConfigurationException("-Credential has no access key id or no secret access key.")
            : new AwsCredentials(accessKeyId!, secretAccessKey!, sessionToken);
}

/// <summary>Tells PowerShell which objects bind to <c>-Credential</c>; any other piped object binds to the other parameters only.</summary>
public sealed class CredentialConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => CredentialArgument.IsShaped(sourceValue);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        CredentialArgument.IsShaped(sourceValue)
            ? new CredentialArgument(PSObject.AsPSObject(sourceValue))
            : throw new PSInvalidCastException("Expected AWS credentials: an object with GetCredentials(), a PSCredential with key id and secret, or AccessKeyId and SecretAccessKey members.");

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException("Credentials do not convert to anything.");
}
