using System.Management.Automation;

namespace SsoOidc.Compatibility;

/// <summary>
/// A name that was resolved before the SDK came stays ours for the process. What a script then creates by it still binds to the
/// <c>-Credential</c> of the official cmdlets: as the official object.
/// </summary>
public sealed class AnonymousCredentialsConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => OfficialOf(destinationType) is not null;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Activator.CreateInstance(OfficialOf(destinationType) ?? throw new NotSupportedException())!;

    private static Type? OfficialOf(Type destinationType) =>
        destinationType.Assembly.GetType("Amazon.Runtime.AnonymousAWSCredentials") is { } official && destinationType.IsAssignableFrom(official) && destinationType != typeof(object)
            ? official
            : null;
}
