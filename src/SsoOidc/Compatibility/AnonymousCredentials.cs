using System.ComponentModel;

namespace SsoOidc.Compatibility;

/// <summary>No credentials at all: what scripts give to the official cmdlets of operations that need none. Stands for <c>Amazon.Runtime.AnonymousAWSCredentials</c>.</summary>
[TypeConverter(typeof(AnonymousCredentialsConverter))]
public sealed class AnonymousCredentials
{
    /// <summary>Null: there are no keys.</summary>
#pragma warning disable CA1822 // The shape of the SDK's credentials: an instance method.
    public object? GetCredentials() => null;
#pragma warning restore CA1822
}
