using System.Management.Automation;
using System.Reflection;
using SsoOidc.Base;

namespace SsoOidc.Compatibility;

/// <summary>
/// Makes an error of the service what scripts for the official module look into: the message holds the error code and the exception's name
/// below the description, and <c>InnerException</c> is the official exception, or one with its name and members.
/// </summary>
internal static class OfficialErrors
{
    /// <summary>The error with what scripts look for; any other exception as it is.</summary>
    public static Exception Dress(Exception exception) =>
        exception is SsoOidcException { StatusCode: { } status } error && (int)status >= 400 && OursFor(error) is { } ours
            ? Copy(error, $"{error.Message}\n{Summary(error)}", ours)
            : exception;

    /// <summary>Our exception of the official name; null for what has no counterpart, such as a login that ended without a token.</summary>
    private static Type? OursFor(SsoOidcException error) => typeof(OfficialErrors).Assembly.GetType(
        error.GetType() == typeof(SsoOidcException) ? "Amazon.SSOOIDC.AmazonSSOOIDCException" : $"Amazon.SSOOIDC.Model.{error.GetType().Name}");

    /// <summary>One line with what tells errors apart and what support asks for. It starts as the official message does.</summary>
    private static string Summary(SsoOidcException error)
    {
        var code = error.GetType() == typeof(SsoOidcException) ? error.Code : error.GetType().Name;
        var value = error.Error is { } text ? Shown.Clean(text, 100) : null;
        var parts = new[] { code is null ? value : "Error Code " + code, code is null ? null : value, $"HTTP status {(int)error.StatusCode!}", error.RequestId is null ? null : $"request id {error.RequestId}" };
        // In brackets, since some views put it on the line of the description.
        return $"({string.Join(", ", parts.Where(part => part is not null))})";
    }

    /// <summary>The same error anew: an exception cannot be given an inner one later.</summary>
    private static SsoOidcException Copy(SsoOidcException error, string message, Type ours)
    {
        var inner = Inner((Exception)Activator.CreateInstance(ours, error, message)!);
        var copy = error switch
        {
            AccessDeniedException denied => new AccessDeniedException(message, inner) { Reason = denied.Reason },
            InvalidRequestException invalid => new InvalidRequestException(message, inner) { Reason = invalid.Reason },
            InvalidRequestRegionException elsewhere => new InvalidRequestRegionException(message, inner) { Endpoint = elsewhere.Endpoint, Region = elsewhere.Region },
            _ => (SsoOidcException)Activator.CreateInstance(error.GetType(), message, inner)!,
        };
        copy.Error = error.Error;
        copy.ErrorDescription = error.ErrorDescription;
        copy.Code = error.Code;
        copy.Metadata = error.Metadata;
        return copy;
    }

    /// <summary>The official exception with the members of ours; ours where that is not loaded, or where its name was resolved before it came.</summary>
    private static Exception Inner(Exception ours)
    {
        var name = ours.GetType().FullName!;
        // In this order: to look a name up makes what it stands for now stay for the process.
        if (OfficialNames.FindOfficial(name) is not { } official || new PSTypeName(name).Type == ours.GetType())
            return ours;
        try
        {
            var theirs = (Exception)Activator.CreateInstance(official, ours.Message)!;
            foreach (var member in ours.GetType().GetProperties())
            {
                if (official.GetProperty(member.Name) is { CanWrite: true } property
                    && member.GetValue(ours) is { } value
                    && LanguagePrimitives.TryConvertTo(value, property.PropertyType, out var converted))
                {
                    property.SetValue(theirs, converted);
                }
            }

            return theirs;
        }
        catch (Exception e) when (e is IOException or TypeLoadException or MissingMethodException or TargetInvocationException)
        {
            // A build of the SDK that is not whole, or not as it is today: the error itself matters more.
            return ours;
        }
    }
}
